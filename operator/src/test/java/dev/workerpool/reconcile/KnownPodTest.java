package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.FullPod;
import dev.workerpool.pool.ObservedPods;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class KnownPodTest {
  @Test
  void knownPod_isObservedAsThePodThatItWas() {
    var pod = FullPod.of("terminated: {exitCode: 3, message: '{\"workerpool\":1,\"exit\":3}'}");

    assertThat(KnownPod.observed(KnownPod.of(pod))).isEqualTo(ObservedPods.of(pod)).isPresent();
  }

  @Test
  void knownPod_isFoundAndReleasedAsThePodThatItWas() {
    var pod = FullPod.of("running: {}");
    var known = KnownPod.of(pod).getMetadata();

    assertThat(known.getName()).isEqualTo("pool-pu-1-0");
    assertThat(known.getNamespace()).isEqualTo("n");
    assertThat(known.getUid()).isEqualTo("u");
    assertThat(known.getResourceVersion()).isEqualTo("7");
    assertThat(known.getFinalizers()).containsExactly(Labels.FINALIZER);
    assertThat(PodSource.poolUid(KnownPod.of(pod))).isEqualTo("pu");
    assertThat(PodSource.namespaceAndPool(KnownPod.of(pod))).isEqualTo("n/pool");
  }

  @Test
  void podWithoutOurLabels_isKnownAndNotObserved() {
    var pod = FullPod.of("running: {}");
    pod.getMetadata().setLabels(null);

    assertThat(KnownPod.observed(KnownPod.of(pod))).isEmpty();
    assertThat(PodSource.poolUid(KnownPod.of(pod))).isEmpty();
  }

  /** Whoever copies a pod of ours, to look into what is wrong, copies its labels too. */
  @Test
  void copyOfAPod_isNotTakenForTheProcess() {
    var pod = FullPod.of("running: {}");
    pod.getMetadata().setName("copy-to-debug");

    assertThat(KnownPod.observed(KnownPod.of(pod))).isEmpty();
  }

  @Test
  void knownPod_keepsNothingElse() {
    assertThat(Serialization.asJson(KnownPod.of(FullPod.of("running: {}"))))
        .doesNotContain(
            "managedFields\":[{", "imageID", "\"env\"", "other", "app", "spec", "status");
  }
}
