package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.ChannelRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who is told to live: silence alone proves nothing, and neither does a node that is out of reach.
 */
class LiveWorkersTest {
  private static final List<ChannelRef> CHANNELS = List.of(new ChannelRef("default", "consumers"));
  private static final String ALIVE = "alive default/consumers [u1]";
  private static final String DEAD = "alive default/consumers []";

  private final RecordingRelay relay = new RecordingRelay();
  private long nanos = 1;
  private final LiveWorkers workers = new LiveWorkers(relay, () -> nanos);

  @Test
  void silentWorker_onAReachableNode_lives() {
    workers.seen(pod(true, true));
    pass(3600);
    assertThat(told()).isEqualTo(ALIVE);
  }

  @Test
  void silentWorker_whoseNodeIsOutOfReach_isLeftOutAfterThirtySeconds() {
    workers.seen(pod(false, true));
    pass(29);
    assertThat(told()).isEqualTo(ALIVE);
    pass(2);
    assertThat(told()).isEqualTo(DEAD);
  }

  @Test
  void workerThatCalls_lives_thoughItsNodeIsOutOfReach() {
    workers.seen(pod(false, true));
    pass(60);
    workers.heard("u1");
    pass(20);
    assertThat(told()).isEqualTo(ALIVE);
    pass(11);
    assertThat(told()).isEqualTo(DEAD);
  }

  @Test
  void workerWhoseNodeIsBack_lives() {
    workers.seen(pod(false, true));
    pass(60);
    workers.seen(pod(true, true));
    assertThat(told()).isEqualTo(ALIVE);
  }

  @Test
  void workerWhoseReadinessProbeFails_lives() {
    workers.seen(pod(false, false));
    pass(3600);
    assertThat(told()).isEqualTo(ALIVE);
  }

  @Test
  void workerWhoseReadinessGateIsClosed_lives() {
    var gated = pod(false, true);
    gated.getStatus().getConditions().get(0).setReason("ReadinessGatesNotReady");
    workers.seen(gated);
    pass(3600);
    assertThat(told()).isEqualTo(ALIVE);
  }

  @Test
  void podFoundAtTheServer_livesUntilTheWatchShouldHaveShownIt() {
    assertThat(workers.found(pod(true, true))).isPresent();
    assertThat(told()).isEqualTo(ALIVE);
    pass(61);
    assertThat(told()).isEqualTo(DEAD);
  }

  @Test
  void podGone_isEnded_andNotFoundAgain() {
    workers.seen(pod(true, true));
    workers.gone(pod(true, true));
    assertThat(relay.told).containsExactly("ended u1 null");
    assertThat(told()).isEqualTo(DEAD);
  }

  private String told() {
    workers.tell(CHANNELS, KnownWorkers.Worker::pool);
    return relay.told.get(relay.told.size() - 1);
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private static Pod pod(boolean ready, boolean containersReady) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p1")
        .withNamespace("default")
        .withUid("u1")
        .addToLabels(Labels.POOL, "consumers")
        .addToLabels(Labels.POOL_UID, "pool-uid")
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .withLastTransitionTime("2026-01-01T00:00:00Z")
        .endCondition()
        .addNewCondition()
        .withType("ContainersReady")
        .withStatus(containersReady ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }
}
