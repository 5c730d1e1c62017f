package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.ObservedPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class KnownPodTest {
  private static final String POD =
      """
      metadata:
        name: p
        namespace: n
        uid: u
        resourceVersion: "7"
        labels:
          workerpool.dev/pool: pool
          workerpool.dev/pool-uid: pu
          workerpool.dev/key: "1"
          workerpool.dev/attempt: "0"
          app: x
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

  private static Pod pod(String state) {
    return Serialization.unmarshal("kind: Pod\n" + POD.formatted(state), Pod.class);
  }

  @Test
  void knownPod_isObservedAsThePodThatItWas() {
    var pod = pod("terminated: {exitCode: 3, message: '{\"workerpool\":1,\"exit\":3}'}");

    assertThat(KnownPod.observed(KnownPod.of(pod))).isEqualTo(ObservedPods.of(pod)).isPresent();
  }

  @Test
  void knownPod_isFoundAndReleasedAsThePodThatItWas() {
    var pod = pod("running: {}");
    var known = KnownPod.of(pod).getMetadata();

    assertThat(known.getName()).isEqualTo("p");
    assertThat(known.getNamespace()).isEqualTo("n");
    assertThat(known.getUid()).isEqualTo("u");
    assertThat(known.getResourceVersion()).isEqualTo("7");
    assertThat(known.getFinalizers()).containsExactly(Labels.FINALIZER);
    assertThat(PodSource.poolUid(KnownPod.of(pod))).isEqualTo("pu");
    assertThat(PodSource.namespaceAndPool(KnownPod.of(pod))).isEqualTo("n/pool");
  }

  @Test
  void podWithoutOurLabels_isKnownAndNotObserved() {
    var pod = pod("running: {}");
    pod.getMetadata().setLabels(null);

    assertThat(KnownPod.observed(KnownPod.of(pod))).isEmpty();
    assertThat(PodSource.poolUid(KnownPod.of(pod))).isEmpty();
  }

  @Test
  void knownPod_keepsNothingElse() {
    assertThat(Serialization.asJson(KnownPod.of(pod("running: {}"))))
        .doesNotContain(
            "managedFields\":[{", "imageID", "\"env\"", "other", "app", "spec", "status");
  }
}
