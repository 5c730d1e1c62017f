package dev.workerpool.worker.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shim with real processes. */
abstract class ShimFixture {
  static final Path SHIM = Path.of("target/dist/init").toAbsolutePath();

  @TempDir Path dir;

  @BeforeAll
  static void shimWasBuilt() {
    assumeTrue(
        Files.isExecutable(SHIM),
        "skipped: the shim was not built (worker-image/init/build.sh says what it lacks)");
  }

  /** How one run of the shim ended. */
  record Ended(int status, String record, String output) {}

  Ended run(String... command) throws Exception {
    return end(start(List.of(), command));
  }

  Process start(List<String> flags, String... command) throws IOException {
    Command all = started(SHIM.toString(), "--record", record().toString());
    return all.with(flags.toArray(String[]::new)).with("--").with(command).start();
  }

  Ended end(Process shim) throws Exception {
    String output = new String(shim.getInputStream().readAllBytes());
    int status = shim.waitFor();
    return new Ended(status, Files.exists(record()) ? Files.readString(record()) : "", output);
  }

  Path record() {
    return dir.resolve("record");
  }

  static String line(String record) {
    return record.replace('\'', '"') + "\n";
  }

  /** A shell that handles signals while it waits, and has said that it does. */
  static String waitLoop(String traps) {
    return traps + "; echo ready; while :; do sleep 0.02; done";
  }

  static BufferedReader awaitLine(Process process, String expected) throws IOException {
    BufferedReader reader = process.inputReader();
    assertThat(reader.readLine()).isEqualTo(expected);
    return reader;
  }

  static boolean succeeds(List<String> first, String... more) throws Exception {
    return new Command(first).with(more).start().waitFor() == 0;
  }

  static void kill(int signal, long pid) throws Exception {
    kill("" + signal, pid);
  }

  static void kill(String signal, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor()).isZero();
  }

  static Command started(String... command) {
    return new Command(new ArrayList<>(List.of(command)));
  }

  /** A command line in the making. */
  record Command(List<String> words) {
    Command with(String... more) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of(more));
      return new Command(all);
    }

    Process start() throws IOException {
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    }
  }
}
