package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that was started for a test, with its output in files. */
final class Launched implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final Path JAR = Path.of("target/workerpool.jar").toAbsolutePath();

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** {@code workerpool ARGUMENTS} from the packaged jar, with its temporary files in a folder. */
  static Launched workerpool(Path scratch, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    // A process group of its own and SIGINT not ignored, as a shell with a terminal gives it; what
    // runs the tests in the background has it ignored.
    command.addAll(List.of("env", "--default-signal=INT", "setsid"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path temporary = Files.createDirectories(scratch.resolve("tmp"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return start(scratch, new ProcessBuilder(command));
  }

  static Launched start(Path scratch, ProcessBuilder builder) throws IOException {
    Path out = Files.createTempFile(scratch, "out", ".txt");
    Path err = Files.createTempFile(scratch, "err", ".txt");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Launched(builder.start(), out, err);
  }

  /** Its exit status, once it has ended. */
  int status() throws InterruptedException {
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as("it ended").isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  void awaitOut(String text) {
    await().atMost(LONG).until(() -> out().contains(text) || !process.isAlive());
  }

  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** As ^C at a terminal does: to the command and whoever is in its process group still. */
  void interruptGroup() throws IOException, InterruptedException {
    String group = "-" + process.pid();
    assertThat(new ProcessBuilder("kill", "-INT", "--", group).start().waitFor()).isZero();
  }

  /** The lines of stdout that begin with a name, without it: the process's own. */
  List<String> linesOf(String name) throws IOException {
    return linesOf(name, out());
  }

  /** The same of stderr. */
  List<String> errorLinesOf(String name) throws IOException {
    return linesOf(name, err());
  }

  private static List<String> linesOf(String name, String text) {
    return text.lines()
        .filter(line -> line.contains(" | "))
        .filter(line -> line.substring(0, line.indexOf(" | ")).strip().equals(name))
        .map(line -> line.substring(line.indexOf(" | ") + 3))
        .toList();
  }

  /** That row of the table at the end, its cells separated by single spaces. */
  String row(String name) throws IOException {
    return out()
        .lines()
        .filter(line -> line.startsWith(name + "  ") && !line.contains(" | "))
        .map(line -> line.strip().replaceAll(" {2,}", " "))
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
