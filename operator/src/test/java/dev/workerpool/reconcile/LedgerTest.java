package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.process.ProcessState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plus(Ledger.EXPECTED_WITHIN).plusSeconds(1);

  private final Ledger ledger = new Ledger();

  private static WorkerPool pool(String version) {
    var pool = new WorkerPool();
    pool.setMetadata(new ObjectMetaBuilder().withResourceVersion(version).build());
    return pool;
  }

  @Test
  void newest_prefersWhatWasWrittenUntilTheCacheHasIt() {
    ledger.wrote(pool("10"));

    assertThat(ledger.newest(pool("9")).getMetadata().getResourceVersion()).isEqualTo("10");
    assertThat(ledger.newest(pool("10")).getMetadata().getResourceVersion()).isEqualTo("10");
    assertThat(ledger.newest(pool("9")).getMetadata().getResourceVersion())
        .as("the cache had caught up")
        .isEqualTo("9");
  }

  @Test
  void creating_endsWhenSeenOrWhenTimeIsOut() {
    ledger.created(List.of("a", "b"), NOW);

    assertThat(ledger.creating(Set.of("a"), NOW)).containsExactly("b");
    assertThat(ledger.creating(Set.of(), LATER)).isEmpty();
  }

  @Test
  void actions_areNotRepeatedForAWhile() {
    var delete = new PodAction.Delete(new PodRef("n", "p", "uid"), "ScaledDown");
    assertThat(ledger.fresh(List.of(delete), NOW)).containsExactly(delete);
    ledger.did(List.of(delete), NOW);

    assertThat(ledger.fresh(List.of(delete), NOW)).isEmpty();
    assertThat(ledger.fresh(List.of(new PodAction.Release(delete.pod())), NOW)).hasSize(1);
    assertThat(ledger.fresh(List.of(delete), LATER)).containsExactly(delete);
  }

  @Test
  void refusals_areCountedWhileTheReasonIsTheSame() {
    ledger.refused(new CreateOutcome.Refused("QuotaExceeded", "no"), NOW);
    ledger.refused(new CreateOutcome.Refused("QuotaExceeded", "still no"), LATER);
    assertThat(ledger.problem()).map(p -> p.times()).contains(2);
    assertThat(ledger.problem()).map(p -> p.message()).contains("still no");

    ledger.refused(new CreateOutcome.NamespaceGoing(), LATER);
    assertThat(ledger.problem()).map(p -> p.times()).contains(1);
    ledger.notRefused();
    assertThat(ledger.problem()).isEmpty();
  }

  private static ObservedPod running(String uid) {
    var ref = new PodRef("n", "p", uid);
    var state = new ProcessState.Started("Running", "");
    return new ObservedPod(ref, "1", 0, state, true, false, true, null, null, false);
  }

  @Test
  void stampedPods_areKnownToGoBeforeTheCacheShowsIt() {
    var pods = List.of(running("a"), running("b"), running("c"));
    assertThat(ledger.stamped(pods, NOW)).isEqualTo(pods);
    ledger.did(
        List.of(
            new PodAction.Retire(pods.get(0).ref()), new PodAction.Kill(pods.get(1).ref(), LATER)),
        NOW);

    assertThat(ledger.stamped(pods, NOW))
        .extracting(ObservedPod::stopReason)
        .containsExactly("ScaledDown", "KilledByRequest", null);
    assertThat(ledger.stamped(pods, NOW).get(1).killAt()).isEqualTo(LATER);
    assertThat(ledger.stamped(pods, LATER)).isEqualTo(pods);
  }

  @Test
  void kill_isNotHeldBackByADeleteBefore() {
    var pod = new PodRef("n", "p", "uid");
    ledger.did(List.of(new PodAction.Delete(pod, "Terminated")), NOW);
    assertThat(ledger.fresh(List.of(new PodAction.Kill(pod, LATER)), NOW)).hasSize(1);
    assertThat(ledger.fresh(List.of(new PodAction.Delete(pod, null, true)), NOW)).hasSize(1);
  }
}
