package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every way in which a kubelet can be made to end a process, once for real. All pools run at the
 * same time; each row is one process of theirs.
 */
@OnCluster
@ExtendWith(Installed.class)
class EndingsClusterIT {
  private static final String POOLS = "src/test/resources/endings/pools.yaml";
  private static final List<String> FINISHING =
      List.of(
          "hungry",
          "init",
          "sidecar",
          "native",
          "imageless",
          "mapless",
          "late",
          "nowhere",
          "pulls",
          "too-late",
          "ends");
  private static final Map<String, Map<String, String>> ENDS = new HashMap<>();

  private static TestNamespace namespace;

  @BeforeAll
  static void play() {
    namespace = new TestNamespace();
    namespace.kubectl("apply", "-f", Tool.ROOT.resolve("operator").resolve(POOLS).toString()).ok();
    eventually(() -> assertThat(namespace.pods("nowhere")).isNotEmpty());
    namespace.kubectl("delete", namespace.pods("nowhere").get(0), "--wait=false").ok();
    eventually(
        () -> assertThat(Ends.of(namespace, "pulls")).containsEntry("1", "started ImagePull"));
    namespace.kubectl("delete", namespace.pods("pulls").get(0), "--wait=false").ok();
    List<String> struck =
        List.of("handles-term", "ignores-term", "dies-of-term", "forced", "evicted");
    eventually(() -> assertThat(struck).allSatisfy(key -> assertThat(log(key)).contains("up")));
    eventually(
        () ->
            assertThat(namespace.get(namespace.pods("late").get(0), "{.status.phase}"))
                .isEqualTo("Running"));
    strike();
    for (String pool : FINISHING) {
      namespace.waitFor("wp/" + pool, "Finished", "3m");
      ENDS.put(pool, Ends.of(namespace, pool));
    }
  }

  @AfterAll
  static void close() {
    namespace.close();
  }

  private static void strike() {
    for (String key : List.of("handles-term", "ignores-term", "dies-of-term")) {
      namespace.kubectl("delete", namespace.pod(key), "--wait=false").ok();
    }
    namespace
        .kubectl("delete", namespace.pod("forced"), "--force", "--grace-period=0", "--wait=false")
        .ok();
    namespace.evict(namespace.pod("evicted"));
    String deadline = "{\"spec\": {\"activeDeadlineSeconds\": 1}}";
    namespace.kubectl("patch", namespace.pods("late").get(0), "-p", deadline).ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ends      | zero         | 0 Shim Completed
          ends      | one          | 1 Shim Error
          ends      | seven        | 7 Shim Error
          ends      | highest      | 255 Shim Error
          ends      | says-137     | 137 Shim Error
          ends      | says-143     | 143 Shim Error
          ends      | kills-itself | -9 Shim Killed
          ends      | terms-itself | -15 Shim Signaled
          ends      | uncaught     | 1 Shim Error
          ends      | handles-term | 5 Shim DeletedExternally
          ends      | dies-of-term | -15 Shim DeletedExternally
          ends      | ignores-term | -9 Synthesized GraceExpired
          ends      | evicted      | -15 Shim Drained
          hungry    | hog          | -9 Shim OOMKilled
          hungry    | hogs-parent  | 5 Shim ChildOOM
          init      | 1            | 255 Synthesized InitFailed
          sidecar   | 1            | 4 Shim Error
          native    | 1            | 4 Shim Error
          late      | 1            | -15 Shim DeadlineExceeded
          nowhere   | 1            | -15 Synthesized DeletedBeforeStart
          pulls     | 1            | -15 Synthesized DeletedBeforeStart
          too-late  | 1            | -15 Synthesized DeadlineExceeded
          imageless | 1            | 255 Synthesized StartFailed
          mapless   | 1            | 255 Synthesized StartFailed
          """)
  void process_endedInThatWay_isRecordedAs(String pool, String key, String end) {
    assertThat(ENDS.get(pool)).containsEntry(key, end);
  }

  /** The kubelet shortens the grace to a second or less: TERM may still be heard, or not. */
  @Test
  void process_deletedByForce_isRecordedAsSignalled() {
    assertThat(ENDS.get("ends").get("forced"))
        .isIn("-15 Shim DeletedExternally", "-9 Synthesized GraceExpired");
  }

  @Test
  void uncaughtError_hasItsTracebackInTheLog() {
    assertThat(log("uncaught")).contains("IllegalStateException", "at S.main");
  }

  @Test
  void recordedPods_areHeldNoLonger() {
    eventually(
        () -> assertThat(namespace.get("pods", "{.items[*].metadata.finalizers}")).isEmpty());
  }

  private static String log(String key) {
    return namespace.kubectl("logs", namespace.pod(key), "-c", "worker").out();
  }
}
