package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs kubectl and helm as a person would: as processes, on the tests' cluster. */
final class Tool {
  /** The repository's root: tests run in the module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** How a process ended: its exit status and what it printed. */
  record Ran(String command, int exit, String out, String err) {
    /** What it printed, where it succeeded; else the test fails with what it said. */
    String ok() {
      assertThat(exit).as(() -> command + "\n" + out + err).isZero();
      return out;
    }

    /** What it said on stderr, where it failed; else the test fails. */
    String refused() {
      assertThat(exit).as(() -> command + " should be refused, but said: " + out).isNotZero();
      return err;
    }
  }

  private Tool() {}

  static Ran helm(String... args) {
    return run("", command("helm", "--kubeconfig", args));
  }

  /** kubectl with these arguments; {@code input} is its stdin. */
  static Ran kubectl(String input, String... args) {
    return run(input, command("kubectl", "--kubeconfig", args));
  }

  /** {@code workerpool} from the packaged jar, with its temporary files in that folder. */
  static Ran workerpool(Path folder, String input, String... args) {
    List<String> command = new ArrayList<>(List.of("env", "-u", "XDG_RUNTIME_DIR"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + folder.toAbsolutePath());
    command.addAll(List.of("-jar", ROOT.resolve("operator/target/workerpool.jar").toString()));
    command.addAll(List.of(args));
    return run(input, command);
  }

  private static List<String> command(String tool, String option, String... args) {
    List<String> command =
        new ArrayList<>(List.of(tool, option, TestCluster.kubeconfig().orElseThrow().toString()));
    command.addAll(List.of(args));
    return command;
  }

  private static Ran run(String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).directory(ROOT.toFile()).start();
      CompletableFuture<String> out = text(process.getInputStream());
      CompletableFuture<String> err = text(process.getErrorStream());
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " took longer than " + PATIENCE);
      }
      return new Ran(String.join(" ", command), process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<String> text(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
