package dev.workerpool.local;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.pool.ChannelViews;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.Observed;
import dev.workerpool.pool.Plan;
import dev.workerpool.pool.PlanExecutor;
import dev.workerpool.pool.PodSettings;
import dev.workerpool.pool.PoolEvent;
import dev.workerpool.pool.PoolPlanner;
import dev.workerpool.pool.Problem;
import dev.workerpool.pool.RelayAsks;
import dev.workerpool.pool.WorkerPods;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Gather → plan → execute → status, as in a cluster. One thread calls it. */
final class PoolLoop {
  private final WorkerPool pool;
  private final OsProcesses processes;
  private final ChannelViews channel;
  private final PlanExecutor executor;
  private final InstantSource clock;
  private final Consumer<PoolEvent> events;
  private Optional<Problem> problem = Optional.empty();

  /**
   * @param pool with its uid; its status is written here
   */
  PoolLoop(
      WorkerPool pool,
      OsProcesses processes,
      ChannelViews channel,
      String relayUrl,
      InstantSource clock,
      Consumer<PoolEvent> events) {
    this.pool = pool;
    this.processes = processes;
    this.channel = channel;
    this.clock = clock;
    this.events = events;
    var workerPods = new WorkerPods(new PodSettings(relayUrl, "none", null));
    this.executor = new PlanExecutor(processes, RelayAsks.NOBODY, workerPods, new OneByOne());
  }

  /** Takes the pool a step on; answers when to take the next one, at once when it did something. */
  Optional<Duration> step() {
    Plan plan = plan();
    var result = executor.execute(pool, plan, this::write);
    note(plan, result.refusal());
    plan.events().forEach(events);
    boolean changed =
        !plan.creates().isEmpty() || !plan.stops().isEmpty() || !plan.releases().isEmpty();
    return changed || result.unfinished() ? Optional.of(Duration.ZERO) : plan.requeueAfter();
  }

  /** Brings the status up to date and starts nothing any more. */
  void observe() {
    write(plan());
  }

  private Plan plan() {
    return PoolPlanner.plan(
        new Observed(
            pool,
            processes.observed(),
            Set.of(),
            channel.of(pool.getMetadata().getUid()),
            problem,
            null, // no API server to spare: figures are always due
            clock.instant()));
  }

  private boolean write(Plan plan) {
    pool.setStatus(plan.status());
    return true;
  }

  private void note(Plan plan, Optional<CreateOutcome> refusal) {
    Instant now = clock.instant();
    int times = problem.map(Problem::times).orElse(0) + 1;
    if (refusal.orElse(null) instanceof CreateOutcome.Refused refused) {
      problem = Optional.of(new Problem(refused.reason(), refused.message(), now, times));
    } else if (refusal.orElse(null) instanceof CreateOutcome.NameTaken taken) {
      problem = Optional.of(new Problem("NameTaken", taken.message(), now, times));
    } else if (!plan.creates().isEmpty()) {
      problem = Optional.empty();
    }
  }

  WorkerPoolStatus status() {
    return pool.getStatus();
  }

  /** The condition of that type, if it holds. */
  Optional<Condition> holding(String type) {
    return status().conditions().stream()
        .filter(condition -> condition.type().equals(type) && condition.holds())
        .findFirst();
  }

  /** One after the other: starting a process takes a few milliseconds. */
  private static final class OneByOne implements PlanExecutor.Batches {
    @Override
    public <T, R> List<R> each(List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
      var results = new ArrayList<R>();
      for (T item : items) {
        R result = work.apply(item);
        results.add(result);
        if (stop.apply(result)) {
          break;
        }
      }
      return results;
    }
  }
}
