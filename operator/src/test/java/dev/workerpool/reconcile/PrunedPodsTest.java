package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.pool.ObservedPods;
import dev.workerpool.pool.TruthTable;
import dev.workerpool.process.ProcessState.Started;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrunedPodsTest {
  private static final String POD =
      """
      metadata:
        name: p
        namespace: n
        uid: u
        labels: {workerpool.dev/key: "1", workerpool.dev/attempt: "0", app: x}
        annotations: {workerpool.dev/stop-reason: ScaledDown, other: thing}
        finalizers: [workerpool.dev/record]
        creationTimestamp: "2026-01-01T00:00:00Z"
        deletionTimestamp: "2026-01-01T00:01:00Z"
        deletionGracePeriodSeconds: 0
        managedFields: [{manager: m}]
      spec:
        nodeName: node
        terminationGracePeriodSeconds: 30
        containers: [{name: side, image: a}, {name: main, image: b, env: [{name: X, value: y}]}]
      status:
        phase: Running
        conditions:
        - {type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI}
        - {type: Ready, status: "True"}
        initContainerStatuses: [{name: i, state: {waiting: {reason: ImagePullBackOff}}}]
        containerStatuses:
        - {name: main, imageID: long, state: {running: {}}}
        - name: side
          imageID: long
          state: {%s}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminated: {exitCode: 143, finishedAt: '2026-01-01T00:00:40Z', reason: Error}",
        "terminated: {exitCode: 3, message: '{\"workerpool\":1,\"exit\":3}'}",
        "waiting: {reason: CreateContainerConfigError, message: m}",
        "terminated: {exitCode: 137, reason: ContainerStatusUnknown}",
        "running: {}"
      })
  void prunedPod_saysTheSameAboutItsProcess(String state) {
    var pod = Serialization.unmarshal("kind: Pod\n" + POD.formatted(state), Pod.class);

    assertThat(ObservedPods.of(PrunedPods.prune(pod))).isEqualTo(ObservedPods.of(pod)).isPresent();
  }

  @Test
  void prunedPod_isReadAsInTheTruthTable() {
    for (var row : TruthTable.cases()) {
      row.pod()
          .ifPresent(
              pod ->
                  assertThat(ObservedPods.of(PrunedPods.prune(pod)))
                      .as(row.name())
                      .isEqualTo(ObservedPods.of(pod)));
    }
  }

  @Test
  void prunedPod_saysTheSameAboutItsNodeAndItsWaiting() {
    String unreachable =
        POD.formatted("running: {startedAt: '2026-01-01T00:00:01Z'}")
            .replace(
                "- {type: Ready, status: \"True\"}",
                "- {type: Ready, status: \"False\", lastTransitionTime: \"2026-01-01T00:03:00Z\"}\n"
                    + "  - {type: ContainersReady, status: \"True\"}");
    String waiting =
        POD.formatted("waiting: {reason: ImagePullBackOff}")
            .replaceAll("  deletion.*\n", "")
            .replace(
                "imageID: long, state: {running: {}}", "state: {waiting: {reason: ErrImagePull}}");
    for (String yaml : List.of(unreachable, waiting)) {
      var pod = Serialization.unmarshal("kind: Pod\n" + yaml, Pod.class);
      var state = (Started) ObservedPods.of(pod).orElseThrow().state();
      assertThat(state.since()).isNotNull();
      assertThat(ObservedPods.of(PrunedPods.prune(pod)).orElseThrow().state()).isEqualTo(state);
    }
  }

  @Test
  void prune_dropsWhatTakesRoom() {
    var pod = Serialization.unmarshal("kind: Pod\n" + POD.formatted("running: {}"), Pod.class);
    var pruned = Serialization.asJson(PrunedPods.prune(pod));

    assertThat(pruned).doesNotContain("managedFields", "imageID", "\"env\"", "other", "app");
  }
}
