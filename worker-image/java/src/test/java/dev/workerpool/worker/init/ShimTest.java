package dev.workerpool.worker.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shim does, with real processes: what it records, what it exits with, what it leaves. */
@Timeout(30)
class ShimTest {
  private static final Path SHIM = Path.of("target/dist/init").toAbsolutePath();

  @TempDir Path dir;

  @BeforeAll
  static void shimWasBuilt() {
    assumeTrue(
        Files.isExecutable(SHIM),
        "skipped: the shim was not built (worker-image/init/build.sh says what it lacks)");
  }

  /** How one run of the shim ended. */
  private record Ended(int status, String record, String output) {}

  @ParameterizedTest(name = "sh -c \"{0}\" -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "exit 0     | 0   | {'workerpool':1,'exit':0}",
        "exit 1     | 1   | {'workerpool':1,'exit':1}",
        "exit 7     | 7   | {'workerpool':1,'exit':7}",
        "exit 255   | 255 | {'workerpool':1,'exit':255}",
        "exit 137   | 137 | {'workerpool':1,'exit':137}",
        "exit 143   | 143 | {'workerpool':1,'exit':143}",
        "kill -9 $$ | 137 | {'workerpool':1,'signal':9}",
        "kill -15 $$| 143 | {'workerpool':1,'signal':15}",
        "kill -6 $$ | 134 | {'workerpool':1,'signal':6}",
        "kill -10 $$| 138 | {'workerpool':1,'signal':10}",
      })
  void child_ends_isRecordedAndPassedOn(String script, int status, String record) throws Exception {
    Ended ended = run("sh", "-c", script);
    assertThat(ended.status()).isEqualTo(status);
    assertThat(ended.record()).isEqualTo(line(record));
  }

  @Test
  void unknownCommand_is127() throws Exception {
    Ended ended = run("no-such-command-here");
    assertThat(ended.status()).isEqualTo(127);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':127}"));
    assertThat(ended.output()).contains("no-such-command-here: No such file");
  }

  @Test
  void fileWithoutExecuteRight_is126() throws Exception {
    Path plain = Files.writeString(dir.resolve("plain"), "#!/bin/sh\n");
    Ended ended = run(plain.toString());
    assertThat(ended.status()).isEqualTo(126);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':126}"));
  }

  @ParameterizedTest
  @CsvSource({"TERM,15", "INT,2", "HUP,1", "QUIT,3", "USR1,10", "USR2,12"})
  void unhandledSignal_endsChildBySignal(String name, int number) throws Exception {
    Process shim = start(List.of(), "sh", "-c", "echo ready; exec sleep 60");
    awaitLine(shim, "ready");
    // The child may be between `echo` and `exec`: either way it has the default action.
    kill(name, shim.pid());
    assertThat(end(shim).record())
        .isEqualTo(line("{'workerpool':1,'signal':" + number + ",'forwarded':" + number + "}"));
    assertThat(shim.exitValue()).isEqualTo(128 + number);
  }

  @Test
  void handledTerm_exitsAsTheHandlerSays_andSaysForwarded() throws Exception {
    // As a JVM does: it catches TERM and exits with 143.
    Process shim = start(List.of(), "sh", "-c", waitLoop("trap 'exit 143' TERM"));
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    Ended ended = end(shim);
    assertThat(ended.status()).isEqualTo(143);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':143,'forwarded':15}"));
  }

  @Test
  void jvm_thatIsTerminated_exitsWith143_andIsToldFromOneThatExitsSo() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process shim =
        start(
            List.of(), java, "-Xshare:auto", "-cp", "target/test-classes", Sleeper.class.getName());
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':143,'forwarded':15}"));
  }

  /** A worker that works for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void lastTerminatingSignal_isTheOneRecorded() throws Exception {
    Process shim =
        start(List.of(), "sh", "-c", waitLoop("trap 'echo usr1' USR1; trap 'exit 5' TERM"));
    BufferedReader out = awaitLine(shim, "ready");
    kill("USR1", shim.pid());
    assertThat(out.readLine()).isEqualTo("usr1");
    kill("WINCH", shim.pid());
    kill("TERM", shim.pid());
    kill("CONT", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':5,'forwarded':15}"));
  }

  @Test
  void inheritedIgnoredSignal_isDefaultAgainInTheChild() throws Exception {
    Process shim =
        started("sh", "-c", "trap '' TERM; exec \"$0\" \"$@\"", SHIM.toString())
            .with("--record", record().toString(), "--", "sh", "-c", "echo ready; exec sleep 60")
            .start();
    awaitLine(shim, "ready");
    kill("TERM", shim.pid());
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'signal':15,'forwarded':15}"));
  }

  @Test
  void formerRecord_isGoneWhileTheChildRuns() throws Exception {
    Files.writeString(record(), "{\"workerpool\":1,\"exit\":0}\nand a much longer former life\n");
    Process shim = start(List.of(), "sh", "-c", "echo ready; read x; exit 3");
    awaitLine(shim, "ready");
    assertThat(record()).isEmptyFile();
    shim.getOutputStream().close();
    assertThat(end(shim).record()).isEqualTo(line("{'workerpool':1,'exit':3}"));
  }

  @Test
  void recordComesFromTheEnvironmentToo() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(SHIM.toString(), "--", "sh", "-c", "exit 4");
    builder.environment().put("WORKERPOOL_TERMINATION_LOG", record().toString());
    assertThat(builder.start().waitFor()).isEqualTo(4);
    assertThat(record()).hasContent("{\"workerpool\":1,\"exit\":4}");
  }

  @Test
  void unwritableRecord_doesNotKeepTheChildFromRunning() throws Exception {
    Process shim =
        started(SHIM.toString(), "--record", "/proc/nowhere/x", "--", "sh", "-c", "exit 6").start();
    assertThat(shim.waitFor()).isEqualTo(6);
  }

  @Test
  void orphans_areReaped() throws Exception {
    // The orphan ends first; a zombie of it would be a child of the shim in state Z.
    String script =
        "orphan=$( (sh -c 'echo $$' & ) ); "
            + "while [ -e /proc/$orphan ]; do :; done; echo gone; exit 0";
    Ended ended = run("sh", "-c", script);
    assertThat(ended.output()).contains("gone");
    assertThat(ended.status()).isZero();
  }

  @Test
  void killGroup_leavesNothingBehind_alsoWhatMadeItsOwnSession() throws Exception {
    String script = "sleep 600 & echo $!; setsid sleep 601 & sh -c 'sleep 602 & echo $!'; exit 3";
    Process shim = start(List.of("--setsid", "--kill-group"), "sh", "-c", script);
    Ended ended = end(shim);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':3}"));
    assertThat(ended.output().lines()).hasSize(2);
    for (String pid : ended.output().lines().toList()) {
      assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
    }
  }

  @Test
  void setsid_putsTheChildIntoItsOwnSession() throws Exception {
    String session = "read -r line < /proc/$$/stat; set -- ${line##*)}; echo $$ $4";
    String[] child = end(start(List.of("--setsid"), "sh", "-c", session)).output().split("\\s+");
    assertThat(child[0]).isEqualTo(child[1]);
    String[] other = end(start(List.of(), "sh", "-c", session)).output().split("\\s+");
    assertThat(other[0]).isNotEqualTo(other[1]);
  }

  @Test
  void withParent_endsWhenTheParentIsGone() throws Exception {
    Path file = record();
    // The middle shell starts the shim in the background and dies by itself.
    Process middle =
        started(
                "sh",
                "-c",
                "\"$0\" --with-parent $$ \"$@\" & echo $!; read x; kill -9 $$",
                SHIM.toString())
            .with("--record", file.toString(), "--", "sleep", "600")
            .start();
    BufferedReader out = middle.inputReader();
    ProcessHandle shim = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    middle.getOutputStream().close();
    shim.onExit().get(20, TimeUnit.SECONDS);
    assertThat(file).hasContent("{\"workerpool\":1,\"signal\":9}");
  }

  @Test
  void everyStartHasItsOwnNonce() throws Exception {
    String first = run("sh", "-c", "echo $WORKERPOOL_NONCE").output().strip();
    String second = run("sh", "-c", "echo $WORKERPOOL_NONCE").output().strip();
    assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second);
  }

  @Test
  void argumentsReachTheChildUnchanged() throws Exception {
    Ended ended = run("printf", "<%s>", "", "a b", "$HOME", "--", "--record");
    assertThat(ended.output()).isEqualTo("<><a b><$HOME><--><--record>");
  }

  @Test
  void install_copiesItselfExecutableForAll() throws Exception {
    Path there = Files.createDirectory(dir.resolve("there"));
    String script = "umask 077; exec \"$0\" --install \"$1\"";
    assertThat(started("sh", "-c", script, SHIM.toString(), there.toString()).start().waitFor())
        .isZero();
    Path copy = there.resolve("init");
    assertThat(copy).hasSameBinaryContentAs(SHIM);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rwxr-xr-x");
    assertThat(there).isDirectoryNotContaining("glob:**/.init*");
  }

  @Test
  void install_intoNowhere_saysSo() throws Exception {
    Process shim = started(SHIM.toString(), "--install", dir.resolve("missing").toString()).start();
    assertThat(end(shim).output()).contains("missing/init: No such file");
    assertThat(shim.exitValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"--", "--record", "sh", "--nonsense -- sh"})
  void badUsage_is2(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SHIM.toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process shim = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(end(shim).output()).contains("usage: init");
    assertThat(shim.exitValue()).isEqualTo(2);
  }

  private Ended run(String... command) throws Exception {
    return end(start(List.of(), command));
  }

  private Process start(List<String> flags, String... command) throws IOException {
    Command all = started(SHIM.toString(), "--record", record().toString());
    return all.with(flags.toArray(String[]::new)).with("--").with(command).start();
  }

  private Ended end(Process shim) throws Exception {
    String output = new String(shim.getInputStream().readAllBytes());
    int status = shim.waitFor();
    return new Ended(status, Files.exists(record()) ? Files.readString(record()) : "", output);
  }

  private Path record() {
    return dir.resolve("record");
  }

  private static String line(String record) {
    return record.replace('\'', '"') + "\n";
  }

  /** A shell that handles signals while it waits, and has said that it does. */
  private static String waitLoop(String traps) {
    return traps + "; echo ready; while :; do sleep 0.02; done";
  }

  private static BufferedReader awaitLine(Process process, String expected) throws IOException {
    BufferedReader reader = process.inputReader();
    assertThat(reader.readLine()).isEqualTo(expected);
    return reader;
  }

  private static void kill(String signal, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor()).isZero();
  }

  private static Command started(String... command) {
    return new Command(new ArrayList<>(List.of(command)));
  }

  /** A command line in the making. */
  private record Command(List<String> words) {
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
