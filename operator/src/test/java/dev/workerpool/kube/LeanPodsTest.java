package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.pool.FullPod;
import dev.workerpool.pool.ObservedPods;
import dev.workerpool.pool.TruthTable;
import dev.workerpool.process.ProcessState.Started;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeanPodsTest {
  private final KubernetesSerialization lean = LeanPods.serialization();

  private static String json(String yaml) {
    return Serialization.asJson(Serialization.unmarshal(yaml, Pod.class));
  }

  private void saysTheSame(String yaml) {
    var pod = Serialization.unmarshal(yaml, Pod.class);
    assertThat(ObservedPods.of(lean.unmarshal(json(yaml), Pod.class)))
        .isEqualTo(ObservedPods.of(pod))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminated: {exitCode: 143, finishedAt: '2026-01-01T00:00:40Z', reason: Error}",
        "terminated: {exitCode: 3, message: '{\"workerpool\":1,\"exit\":3}'}",
        "waiting: {reason: CreateContainerConfigError, message: m}",
        "terminated: {exitCode: 137, reason: ContainerStatusUnknown}",
        "running: {startedAt: '2026-01-01T00:00:01Z'}"
      })
  void leanPod_saysTheSameAboutItsProcess(String state) {
    saysTheSame(FullPod.yaml(state));
    saysTheSame(FullPod.yaml(state).replaceAll("  deletion.*\n", ""));
  }

  @Test
  void leanPod_saysTheSameAboutItsNodeAndItsWaiting() {
    String unreachable =
        FullPod.yaml("running: {startedAt: '2026-01-01T00:00:01Z'}")
            .replace(
                "- {type: Ready, status: \"True\"}",
                "- {type: Ready, status: \"False\", lastTransitionTime: \"2026-01-01T00:03:00Z\"}\n"
                    + "  - {type: ContainersReady, status: \"True\"}");
    String waiting =
        FullPod.yaml("waiting: {reason: ImagePullBackOff}")
            .replaceAll("  deletion.*\n", "")
            .replace(
                "imageID: long, state: {running: {}}", "state: {waiting: {reason: ErrImagePull}}");
    for (String yaml : new String[] {unreachable, waiting}) {
      saysTheSame(yaml);
      var observed = ObservedPods.of(Serialization.unmarshal(yaml, Pod.class)).orElseThrow();
      assertThat(((Started) observed.state()).since()).isNotNull();
    }
  }

  @Test
  void leanPod_isReadAsInTheTruthTable() {
    for (var row : TruthTable.cases()) {
      row.pod()
          .ifPresent(
              pod ->
                  assertThat(ObservedPods.of(lean.unmarshal(Serialization.asJson(pod), Pod.class)))
                      .as(row.name())
                      .isEqualTo(ObservedPods.of(pod)));
    }
  }

  @Test
  void leanPod_hasNothingElse() {
    var pod = lean.unmarshal(json(FullPod.yaml("running: {}")), Pod.class);

    assertThat(Serialization.asJson(pod))
        .doesNotContain("\"env\"", "image\"", "volumes\":[{", "podIP", "\"manager\"");
  }

  @Test
  void event_bringsAPod() {
    for (String type : new String[] {"ADDED", "MODIFIED", "DELETED"}) {
      var pod = json(FullPod.yaml("running: {}"));
      var event =
          lean.unmarshal("{\"type\":\"" + type + "\",\"object\":" + pod + "}", WatchEvent.class);

      assertThat(event.getType()).isEqualTo(type);
      assertThat(event.getObject())
          .isInstanceOfSatisfying(
              Pod.class, p -> assertThat(p.getMetadata().getName()).isEqualTo("pool-pu-1-0"));
    }
  }

  /** The client library finds out by its kind what an object is, for which it has to read all. */
  @Test
  void event_isNotAskedForItsKind() {
    var event =
        lean.unmarshal(
            "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"p\"}}}", WatchEvent.class);

    assertThat(event.getObject()).isInstanceOf(Pod.class);
  }

  @Test
  void bookmark_bringsItsVersion() {
    var event =
        lean.unmarshal(
            """
            {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1",
             "metadata":{"resourceVersion":"12","creationTimestamp":null},
             "spec":{"containers":null},"status":{}}}\
            """,
            WatchEvent.class);

    assertThat(((Pod) event.getObject()).getMetadata().getResourceVersion()).isEqualTo("12");
  }

  @Test
  void error_bringsAStatus() {
    var event =
        lean.unmarshal(
            """
            {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},
             "status":"Failure","message":"too old resource version","reason":"Expired",
             "code":410}}\
            """,
            WatchEvent.class);

    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            Status.class,
            status -> {
              assertThat(status.getCode()).isEqualTo(410);
              assertThat(status.getReason()).isEqualTo("Expired");
            });
  }

  @Test
  void list_isReadWithItsVersionAndItsNextPage() {
    var list =
        lean.unmarshal(
            """
            {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"c"},
             "items":[%s]}\
            """
                .formatted(json(FullPod.yaml("running: {}"))),
            PodList.class);

    assertThat(list.getMetadata().getResourceVersion()).isEqualTo("9");
    assertThat(list.getMetadata().getContinue()).isEqualTo("c");
    assertThat(list.getItems()).hasSize(1);
  }
}
