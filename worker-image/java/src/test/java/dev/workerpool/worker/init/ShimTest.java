package dev.workerpool.worker.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shim does, with real processes: what it records, what it exits with, what it leaves. */
@Timeout(30)
class ShimTest extends ShimFixture {

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

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "no-such-command-here, 127",
    "/no/such/file, 127",
    "/etc/passwd/below, 127",
    "/etc/passwd, 126",
    "/tmp, 126",
    "'', 127"
  })
  void whatCannotRun_isToldAsAShellDoes(String command, int status) throws Exception {
    Ended ended = run(command);
    assertThat(ended.status()).isEqualTo(status);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':" + status + "}"));
    assertThat(run("sh", "-c", "\"$0\"", command.isEmpty() ? "/gone" : command).status())
        .isEqualTo(status);
  }

  @Test
  void scriptWithoutInterpreter_isRunByTheShell_oneWithAMissingOneIs127() throws Exception {
    Path script = Files.writeString(dir.resolve("script"), "echo \"<$1>\"; exit 4\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Ended ended = run(script.toString(), "a b");
    assertThat(ended.output()).isEqualTo("<a b>\n");
    assertThat(ended.status()).isEqualTo(4);
    Files.writeString(script, "#!/no/such/interpreter\n");
    assertThat(run(script.toString()).status()).isEqualTo(127);
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

  @ParameterizedTest(name = "printf \"{0}\"")
  @CsvSource({
    "no more disk\\n, no more disk",
    "no more disk, no more disk",
    "{\"workerpool\":1, {\"workerpool\":1",
  })
  void whatTheChildSaysThereItself_staysBeforeTheRecord(String said, String kept) throws Exception {
    Ended ended = run("sh", "-c", "printf '" + said + "' >'" + record() + "'; exit 3");
    assertThat(ended.record()).isEqualTo(kept + "\n" + line("{'workerpool':1,'exit':3}"));
  }

  @Test
  void ofLongWords_theEndStays_inWholeCharacters() throws Exception {
    Path words = Files.writeString(dir.resolve("words"), "é".repeat(5000) + "!");
    Ended ended = run("sh", "-c", "cat '" + words + "' >'" + record() + "'; exit 3");
    assertThat(ended.record())
        .isEqualTo("é".repeat(449) + "!\n" + line("{'workerpool':1,'exit':3}"));
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
  void manyOrphans_leaveNoZombie() throws Exception {
    String script = "for i in $(seq 200); do (true & ); done; echo $PPID; read x; exit 0";
    Process shim = start(List.of(), "sh", "-c", script);
    String pid = shim.inputReader().readLine();
    await().until(() -> children(pid) == 1);
    shim.getOutputStream().close();
    assertThat(end(shim).status()).isZero();
  }

  private static long children(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow().children().count();
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
}
