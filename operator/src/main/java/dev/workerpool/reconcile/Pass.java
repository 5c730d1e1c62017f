package dev.workerpool.reconcile;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.Keys;
import dev.workerpool.pool.Observed;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.Plan;
import dev.workerpool.pool.PlanExecutor;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PoolPlanner;
import dev.workerpool.pool.SpecCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One time through gather, plan, execute, status for a pool as it was read. */
final class Pass {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /**
   * What came of it.
   *
   * @param written false when the pool was read too long ago, so that it has to be read again
   */
  record Outcome(boolean written, Optional<Duration> requeueAfter) {}

  private final ReconcilerParts parts;
  private final WorkerPool pool;
  private final boolean read;
  private final Ledger ledger;
  private final Instant now;

  /**
   * For that pool.
   *
   * @param read whether it was just read from the server; one from the cache may be an old one, and
   *     then nothing is stopped for its sake
   */
  Pass(ReconcilerParts parts, WorkerPool pool, boolean read) {
    this.parts = parts;
    this.pool = pool;
    this.read = read;
    this.ledger = parts.ledgers().of(pool.getMetadata().getUid());
    this.now = parts.clock().instant();
  }

  Outcome run() {
    checkTemplate();
    Observed observed = parts.gathering().observe(pool, ledger, now);
    Plan plan = fresh(PoolPlanner.plan(observed), observed);
    if (!read && !plan.stops().isEmpty()) {
      return new Outcome(false, Optional.empty());
    }
    var result =
        parts.executor().execute(pool, plan, p -> parts.statuses().write(pool, p, ledger, now));
    note(result);
    if (result.written() && plan.expired() && plan.releases().isEmpty()) {
      parts.expire(pool);
    }
    var soon = result.unfinished() || result.refusal().isPresent() ? AT_ONCE : null;
    return new Outcome(
        result.written(),
        Stream.concat(Optional.ofNullable(soon).stream(), plan.requeueAfter().stream())
            .min(Duration::compareTo));
  }

  /**
   * Asks the server once a generation what it thinks of the pods, before any is made, and also when
   * none is wanted.
   */
  private void checkTemplate() {
    long generation = pool.getMetadata().getGeneration();
    if (ledger.templateChecked(generation)
        || pool.getMetadata().getDeletionTimestamp() != null
        || isFinished()
        || !SpecCheck.faults(pool.getSpec()).isEmpty()) {
      return;
    }
    var outcome = parts.pods().probe(parts.workerPods().render(pool, probe()));
    if (outcome instanceof CreateOutcome.Unsure) {
      return;
    }
    ledger.checkedTemplate(generation);
    if (outcome instanceof CreateOutcome.Refused) {
      ledger.refused(outcome, now);
    } else {
      ledger.notRefused();
    }
  }

  private boolean isFinished() {
    return pool.getStatus() != null
        && pool.getStatus().conditions().stream()
            .anyMatch(c -> c.type().equals(Condition.FINISHED) && c.holds());
  }

  private PodAction.Create probe() {
    String key =
        pool.getSpec().replicas() > 0 || pool.getSpec().processes().isEmpty()
            ? "1"
            : Keys.slug(pool.getSpec().processes().get(0).name());
    return new PodAction.Create(key, 0);
  }

  private Plan fresh(Plan plan, Observed observed) {
    return new Plan(
        plan.creates(),
        sure(ledger.fresh(plan.stops(), now), observed),
        plan.status(),
        ledger.fresh(plan.releases(), now),
        plan.events(),
        plan.requeueAfter(),
        plan.expired());
  }

  /**
   * A pod that seems alive, though the end of its process is recorded, is looked at once more: its
   * end may be what isn't known here yet.
   */
  private List<PodAction> sure(List<PodAction> stops, Observed observed) {
    if (stops.stream().noneMatch(Pass::isOfRecorded)) {
      return stops;
    }
    var alive =
        observed.pods().stream()
            .filter(ObservedPod::alive)
            .map(ObservedPod::ref)
            .collect(Collectors.toSet());
    return stops.stream()
        .filter(
            stop ->
                !isOfRecorded(stop)
                    || !alive.contains(((PodAction.Delete) stop).pod())
                    || parts.gathering().isAlive(((PodAction.Delete) stop).pod()))
        .toList();
  }

  private static boolean isOfRecorded(PodAction stop) {
    return stop instanceof PodAction.Delete delete && delete.reason() == null && !delete.kill();
  }

  private void note(PlanExecutor.Result result) {
    ledger.created(result.created(), now);
    ledger.did(result.done(), now);
    if (result.refusal().isPresent()) {
      ledger.refused(result.refusal().get(), now);
    } else if (!result.created().isEmpty()) {
      ledger.notRefused();
    }
  }
}
