package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.pool.TruthTable;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of the truth table played on a real API server: pods on a node without a kubelet, whose
 * statuses are the golden files'. Each row is a process of one pool; the installed operator reads.
 * All have a native sidecar, of which only the rows that are about one say anything.
 */
@OnCluster
@ExtendWith(Installed.class)
class PlayedRowsClusterIT {
  /**
   * Without a pod, a node or the time for it, with more containers, started again at once (16c, and
   * of 33 those whose pod the cluster took), or not a status that the server takes;
   * EndingsClusterIT, RequestsClusterIT and NodeLossCiClusterIT show most of them for real.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "1", "1b", "1c", "2", "5", "7", "11b", "16c", "28", "28b", "29b", "31", "32", "33b",
          "33d", "33e");

  private static final List<TruthTable.Case> CASES =
      TruthTable.cases().stream().filter(c -> !ELSEWHERE.contains(c.row())).toList();
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z");
  private static TestNamespace namespace;
  private static KubernetesClient client;

  @BeforeAll
  static void play() {
    namespace = new TestNamespace();
    client = TestCluster.client();
    makeNode();
    namespace.apply(pool()).ok();
    eventually(() -> assertThat(namespace.pods("rows")).hasSize(CASES.size()));
    CASES.forEach(PlayedRowsClusterIT::play);
  }

  /** The node controller would notice after a while that nobody speaks for it. */
  private static void makeNode() {
    client
        .resource(
            new NodeBuilder().withNewMetadata().withName(namespace.name).endMetadata().build())
        .create();
  }

  @AfterAll
  static void close() {
    namespace.kubectl("delete", "wp", "rows").ok();
    for (Pod pod : client.pods().inNamespace(namespace.name).list().getItems()) {
      client.resource(pod).withGracePeriod(0).delete();
    }
    client.nodes().withName(namespace.name).delete();
    client.close();
    namespace.close();
  }

  private static String pool() {
    StringBuilder processes = new StringBuilder();
    CASES.forEach(c -> processes.append("  - {name: ").append(name(c)).append("}\n"));
    String spec =
        """
            spec:
              nodeName: %s
              initContainers:
              - name: proxy
                image: nowhere.invalid/none
                restartPolicy: Always
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """
            .formatted(namespace.name);
    return Pools.pool("rows", Pools.SLEEP, "backoffLimit: 0", "processes:\n" + processes)
        .replace("    spec:\n", spec)
        .replace("PeriodSeconds: 5", "PeriodSeconds: 30");
  }

  private static String name(TruthTable.Case row) {
    return "row-" + row.row();
  }

  static List<TruthTable.Case> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void row_onARealServer_isReadAsPublished(TruthTable.Case row) {
    String end = end(row.expected());
    eventually(
        () -> assertThat(Ends.of(namespace, "rows")).as(row.name()).containsEntry(name(row), end));
  }

  private static String end(JsonNode expected) {
    String reason = expected.path("reason").asText();
    return expected.path("exitCode").isInt()
        ? expected.path("exitCode").asInt() + " " + expected.path("source").asText() + " " + reason
        : expected.path("state").asText() + " " + reason;
  }

  private static void play(TruthTable.Case row) {
    Pod golden = row.pod().orElseThrow();
    var pods = client.pods().inNamespace(namespace.name);
    Pod pod = pods.withLabel("workerpool.dev/key", name(row)).list().getItems().get(0);
    PodResource resource = pods.withName(pod.getMetadata().getName());
    var annotations = golden.getMetadata().getAnnotations();
    resource.edit(
        now -> {
          now.getMetadata().getAnnotations().putAll(annotations);
          return now;
        });
    String since = golden.getMetadata().getCreationTimestamp();
    String now = resource.get().getMetadata().getCreationTimestamp();
    if (golden.getMetadata().getDeletionTimestamp() != null) {
      resource.withGracePeriod(golden.getMetadata().getDeletionGracePeriodSeconds()).delete();
      since = golden.getMetadata().getDeletionTimestamp();
      now = resource.get().getMetadata().getDeletionTimestamp();
    }
    show(resource, golden.getStatus(), Duration.between(Instant.parse(since), Instant.parse(now)));
  }

  /** The status with all its times moved by that much. */
  private static void show(PodResource resource, PodStatus golden, Duration shift) {
    String moved =
        TIME.matcher(Serialization.asJson(golden))
            .replaceAll(time -> Instant.parse(time.group()).plus(shift).toString());
    resource.editStatus(
        pod -> {
          pod.setStatus(Serialization.unmarshal(moved, PodStatus.class));
          return pod;
        });
  }
}
