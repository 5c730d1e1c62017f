package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people ask of a pool or of one process, and what the spec says about ends, for real. */
@OnCluster
@ExtendWith(Installed.class)
class RequestsClusterIT {
  private static final String POOLS = "operator/src/test/resources/requests/pools.yaml";
  private static TestNamespace namespace;

  @BeforeAll
  static void start() {
    namespace = new TestNamespace();
    namespace.kubectl("apply", "-f", Tool.ROOT.resolve(POOLS).toString()).ok();
  }

  @AfterAll
  static void close() {
    namespace.close();
  }

  @Test
  void terminateKillAndStart_ofOneProcess() {
    runs("asked", "1", "2", "3");
    annotate("asked", "terminate=1");
    annotate("asked", "kill=2");
    ends("asked", "1", "-15 Shim Terminated");
    eventually(() -> assertThat(end("asked", "2")).endsWith("KilledByRequest").startsWith("-"));
    assertThat(end("asked", "3")).isEqualTo("started Running");
    annotate("asked", "terminate-");
    annotate("asked", "start=1=1");
    ends("asked", "1", "started Running");
    assertThat(namespace.get(podOf("asked", "1"), "{.metadata.labels.workerpool\\.dev/attempt}"))
        .isEqualTo("1");
  }

  @Test
  void kubectlScale_takesTheHighestAndRefillsTheLowest() {
    runs("scaled", "1", "2", "3");
    namespace.kubectl("scale", "wp/scaled", "--replicas=1").ok();
    eventually(() -> assertThat(alive("scaled")).isEqualTo("1"));
    assertThat(Ends.of(namespace, "scaled")).containsEntry("1", "started Running");
    namespace.kubectl("scale", "wp/scaled", "--replicas=2").ok();
    runs("scaled", "1", "2");
    assertThat(namespace.get("wp/scaled", "{.status.failed}")).isIn("", "0");
  }

  @Test
  void suspend_endsAndResumes() {
    runs("suspended", "1");
    patch("suspended", "{\"spec\": {\"suspend\": true}}");
    namespace.waitFor("wp/suspended", "Suspended", "2m");
    ends("suspended", "1", "-15 Shim Suspended");
    patch("suspended", "{\"spec\": {\"suspend\": false}}");
    ends("suspended", "1", "started Running");
    assertThat(condition("suspended", "Suspended", "status")).isEqualTo("False");
  }

  @Test
  void terminate_endsAllAndFails() {
    runs("terminated", "1", "2");
    patch("terminated", "{\"spec\": {\"terminate\": true}}");
    namespace.waitFor("wp/terminated", "Failed", "2m");
    assertThat(condition("terminated", "Failed", "reason")).isEqualTo("Terminated");
    assertThat(Ends.of(namespace, "terminated").values()).containsOnly("-15 Shim Terminated");
  }

  @Test
  void failurePolicyTerminate_endsTheOthers() {
    namespace.waitFor("wp/strict", "Failed", "2m");
    assertThat(condition("strict", "Failed", "reason")).isEqualTo("ProcessFailed");
    assertThat(end("strict", "fails")).isEqualTo("3 Shim Error");
    assertThat(end("strict", "goes-with-it")).endsWith("FailurePolicy");
  }

  @Test
  void daemons_areTerminatedWithTheLastOther() {
    namespace.waitFor("wp/served", "Complete", "2m");
    assertThat(end("served", "main")).isEqualTo("0 Shim Completed");
    assertThat(end("served", "server")).startsWith("-15 ");
  }

  @Test
  void activeDeadline_endsThePool() {
    runs("late", "1");
    patch("late", "{\"spec\": {\"activeDeadlineSeconds\": 1}}");
    namespace.waitFor("wp/late", "Failed", "2m");
    assertThat(condition("late", "Failed", "reason")).isEqualTo("DeadlineExceeded");
    assertThat(end("late", "1")).startsWith("-15 ").endsWith("DeadlineExceeded");
  }

  /** With a backoffLimit of 0 a charged failure would end the pool. */
  @Test
  void eviction_isNotCharged() {
    runs("evicted", "1");
    namespace.evict(podOf("evicted", "1"));
    namespace.waitFor("wp/evicted", "Complete", "2m");
    assertThat(end("evicted", "1")).isEqualTo("0 Shim Completed");
  }

  @Test
  void ttl_takesThePoolAway() {
    eventually(() -> assertThat(namespace.get("wp/passing", "{.metadata.name}")).isEmpty());
    eventually(() -> assertThat(namespace.pods("passing")).isEmpty());
  }

  @Test
  void quotaRefusal_isAConditionWithANextStep() {
    try (TestNamespace poor = new TestNamespace()) {
      poor.kubectl("create", "quota", "small", "--hard=pods=1").ok();
      poor.apply(Pools.pool("two", Pools.SLEEP, "replicas: 2")).ok();
      String stalled = "{.status.conditions[?(@.type==\"Stalled\")].reason}";
      eventually(() -> assertThat(poor.get("wp/two", stalled)).isEqualTo("QuotaExceeded"));
      assertThat(poor.get("wp/two", "{.status.conditions[?(@.type==\"Ready\")].message}"))
          .contains("exceeded quota: small", "Raise the quota");
      assertThat(poor.pods("two")).hasSize(1);
      poor.kubectl("delete", "quota", "small").ok();
      eventually(() -> assertThat(poor.pods("two")).hasSize(2));
    }
  }

  private static void runs(String pool, String... keys) {
    eventually(
        () -> assertThat(List.of(keys)).allMatch(k -> end(pool, k).equals("started Running")));
  }

  private static void ends(String pool, String key, String end) {
    eventually(() -> assertThat(end(pool, key)).isEqualTo(end));
  }

  private static String end(String pool, String key) {
    return Ends.of(namespace, pool).getOrDefault(key, "none");
  }

  private static String alive(String pool) {
    return namespace.get("wp/" + pool, "{.status.alive}");
  }

  private static String condition(String pool, String type, String field) {
    String path = "{.status.conditions[?(@.type==\"%s\")].%s}".formatted(type, field);
    return namespace.get("wp/" + pool, path);
  }

  private static void annotate(String pool, String annotation) {
    namespace.kubectl("annotate", "wp/" + pool, "--overwrite", "workerpool.dev/" + annotation).ok();
  }

  private static void patch(String pool, String patch) {
    namespace.kubectl("patch", "wp/" + pool, "--type=merge", "-p", patch).ok();
  }

  private static String podOf(String pool, String key) {
    return namespace.newest("workerpool.dev/pool=" + pool + ",workerpool.dev/key=" + key);
  }
}
