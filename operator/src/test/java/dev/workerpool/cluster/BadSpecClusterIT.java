package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A bad spec is refused naming the field, or shows as a condition and an event; never in a loop.
 */
@OnCluster
@ExtendWith(Installed.class)
class BadSpecClusterIT {
  private static TestNamespace namespace;

  @BeforeAll
  static void open() {
    namespace = new TestNamespace();
  }

  @AfterAll
  static void close() {
    namespace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicsa: 1                                                   | spec.replicsa
          replicas: -1                                                  | spec.replicas
          channel: {queues: [{name: a}, {name: a}]}                     | spec.channel.queues[1]
          processes: [{name: a}, {name: a}]                             | spec.processes[1]
          channel: {queues: [{name: Big}]}                              | spec.channel.queues[0].name
          channel: {queues: [{name: a, maxSize: -1}]}                   | maxSize
          restartPolicy: Sometimes                                      | spec.restartPolicy
          """)
  void badField_isRefusedByName(String field, String named) {
    assertThat(namespace.apply(Pools.pool("bad", "exit 0", field)).refused()).contains(named);
    assertThat(namespace.names("workerpool", "")).doesNotContain("workerpool.workerpool.dev/bad");
  }

  @Test
  void typoInTheTemplate_isRefusedByName() {
    String pool = Pools.pool("bad", "exit 0", "replicas: 1").replace("image:", "imgae:");
    assertThat(namespace.apply(pool).refused()).contains("spec.template.spec.containers[0].imgae");
  }

  @Test
  void podThatPodSecurityRefuses_isAConditionAndAnEvent() {
    String pool = Pools.pool("bold", "exit 0", "replicas: 3").replace("runAsNonRoot: true, ", "");
    namespace.apply(pool).ok();
    eventually(
        () -> assertThat(conditions("bold")).contains("violates PodSecurity", "runAsNonRoot"));
    eventually(() -> assertThat(events("bold")).contains("violates PodSecurity"));
    staysCalm("bold");
    assertThat(namespace.pods("bold")).isEmpty();
  }

  @Test
  void imageThatCannotBePulled_isAConditionAndAnEvent() {
    String pool =
        Pools.pool("lost", "exit 0", "replicas: 1")
            .replace("workerpool.dev/worker-java:0.1.0", "registry.invalid/no/such:1");
    namespace.apply(pool).ok();
    eventually(() -> assertThat(conditions("lost")).contains("registry.invalid/no/such:1"));
    eventually(() -> assertThat(events("lost")).contains("registry.invalid/no/such:1"));
    staysCalm("lost");
    assertThat(namespace.pods("lost")).hasSize(1);
  }

  private String conditions(String pool) {
    return namespace.get("wp/" + pool, "{.status.conditions}");
  }

  /** Messages of the events that the operator wrote about the pool. */
  private String events(String pool) {
    return namespace
        .kubectl(
            "get",
            "events",
            "--field-selector",
            "involvedObject.kind=WorkerPool,involvedObject.name=" + pool,
            "-o",
            "jsonpath={.items[*].message}")
        .ok();
  }

  /** For six seconds at most a few more pods are asked for, and at most a few events written. */
  private void staysCalm(String pool) {
    long before = podCreates() + events(pool).split("registry.invalid|violates").length;
    await()
        .during(Duration.ofSeconds(6))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> podCreates() + events(pool).split("registry.invalid|violates").length,
            now -> now <= before + 6);
  }

  /** How many pods the API server was asked to make so far, by anyone. */
  private static long podCreates() {
    return Tool.kubectl("", "get", "--raw", "/metrics")
        .ok()
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total"))
        .filter(line -> line.contains("resource=\"pods\"") && line.contains("verb=\"POST\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
