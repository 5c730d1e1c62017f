package dev.workerpool.worker.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shim as a pod has it: small, any user's, on a read-only root; and what it logs. */
@Timeout(30)
class ShimPlaceTest extends ShimFixture {

  @Test
  void shim_isSmallAndStatic() throws Exception {
    assumeTrue(succeeds(List.of("sh", "-c", "command -v musl-gcc"), ""), "skipped: no musl-gcc");
    assertThat(Files.size(SHIM)).isLessThanOrEqualTo(100 * 1024);
    // A dynamic program names its loader.
    assertThat(Files.readString(SHIM, StandardCharsets.ISO_8859_1))
        .doesNotContain("/lib/ld-", "/lib64/ld-");
  }

  @Test
  void anyUser_writesTheRecordThatTheKubeletMade() throws Exception {
    var user = List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups");
    assumeTrue(succeeds(user, "true"), "skipped: no right to be another user here");
    Path place = Files.createTempDirectory("shim-user");
    try {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path init = Files.copy(SHIM, place.resolve("init"));
      Path log = Files.createFile(place.resolve("termination-log"));
      Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
      Process shim =
          new Command(user)
              .with(init.toString(), "--record", log.toString(), "--", "sh", "-c", "id -u; exit 3")
              .start();
      assertThat(new String(shim.getInputStream().readAllBytes())).isEqualTo("54321\n");
      assertThat(shim.waitFor()).isEqualTo(3);
      assertThat(log).hasContent("{\"workerpool\":1,\"exit\":3}");
    } finally {
      for (String name : List.of("init", "termination-log", "")) {
        Files.deleteIfExists(place.resolve(name));
      }
    }
  }

  @Test
  void readOnlyRoot_isEnough() throws Exception {
    var namespace = List.of("unshare", "--mount", "sh", "-c");
    assumeTrue(succeeds(namespace, "true"), "skipped: no right to make a mount namespace here");
    Path log = Files.createFile(record());
    String script =
        "for m in / /tmp; do mount --bind $m $m; mount -o remount,bind,ro $m; done; "
            + "mount --bind \"$1\" \"$1\"; mount -o remount,bind,rw \"$1\"; "
            + "exec \"$0\" --record \"$1\" -- sh -c 'if touch /tmp/x; then exit 9; else exit 3; fi'";
    Process shim = new Command(namespace).with(script, SHIM.toString(), log.toString()).start();
    Ended ended = end(shim);
    assertThat(ended.output()).contains("Read-only file system");
    assertThat(ended.status()).as(ended.output()).isEqualTo(3);
    assertThat(ended.record()).isEqualTo(line("{'workerpool':1,'exit':3}"));
  }

  @Test
  void withoutALevel_nothingIsLogged() throws Exception {
    assertThat(log(Map.of(), "exit 3")).isEmpty();
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", ""), "exit 3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "info", "20"})
  void startAndExit_areLoggedAsMultiprocessingDoes(String level) throws Exception {
    var env = Map.of("WORKERPOOL_LOG_LEVEL", level, "WORKERPOOL_PROCESS", "worker 1");
    assertThat(log(env, "echo working; exit 3"))
        .isEqualTo(
            """
            [INFO/worker 1] child process calling self.run()
            working
            [INFO/worker 1] process exiting with exitcode 3
            """);
  }

  @ParameterizedTest
  @CsvSource({"kill -9 $$,-9", "exit 0,0", "exit 137,137", "kill -TERM $PPID; exec sleep 60,-15"})
  void exitcode_isLoggedAsPythonTellsIt(String script, int code) throws Exception {
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", "INFO"), script))
        .endsWith("[INFO/MainProcess] process exiting with exitcode " + code + "\n");
  }

  @Test
  void levels_limitWhatIsLogged() throws Exception {
    String script = "kill -TERM $PPID; exec sleep 60";
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", "DEBUG"), script))
        .contains("[DEBUG/MainProcess] passing signal 15 on\n");
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", "INFO"), script)).doesNotContain("DEBUG");
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", "WARNING"), script)).isEmpty();
    assertThat(log(Map.of("WORKERPOOL_LOG_LEVEL", "loud"), "exit 0"))
        .isEqualTo("workerpool-init: WORKERPOOL_LOG_LEVEL is no level: loud\n");
  }

  private String log(Map<String, String> env, String script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            SHIM.toString(), "--record", record().toString(), "--", "sh", "-c", script);
    builder.environment().keySet().removeIf(name -> name.startsWith("WORKERPOOL_"));
    builder.environment().putAll(env);
    return new String(builder.redirectErrorStream(true).start().getInputStream().readAllBytes());
  }
}
