package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPoolStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Observed pool in, plan out. Level-based: the same world gives the same plan, and a world in which
 * a plan has been carried out gives an empty one.
 */
public final class PoolPlanner {
  static final Duration LONGEST_PROBLEM = Duration.ofMinutes(1);

  private PoolPlanner() {}

  public static Plan plan(Observed observed) {
    var pool = observed.pool();
    var before = observed.before();
    if (pool.getMetadata().getDeletionTimestamp() != null) {
      return going(observed, before);
    }
    var history = History.of(before, observed.dropped());
    var census = Census.of(observed, history);
    var situation = Situation.of(observed, census, Verdict.given(before));
    var wanted = wanted(situation);
    var problem = observed.problem().filter(p -> p.isOfTemplate() || !wanted.creates().isEmpty());
    situation = situation.with(problem);
    var starts = problem.map(p -> delayed(wanted, p, observed.now())).orElse(wanted);
    var stops = Stops.of(situation);
    var ended = Verdict.given(before).isPresent();
    var figures = Figures.of(observed, before, situation.verdict().isPresent() && !ended);
    var status = PoolStatuses.of(situation, figures, before);
    var actions = new ArrayList<>(stops.actions());
    actions.addAll(Retention.zombies(observed.pods(), census));
    if (situation.verdict().isEmpty()) {
      actions.addAll(Retention.superseded(observed.pods(), census));
    }
    var expiry = expiry(observed, status);
    boolean expires = Lateness.isPast(expiry, observed.now());
    boolean durable = status.equals(before);
    return new Plan(
        starts.creates(),
        actions,
        status,
        Retention.recorded(observed.pods(), census),
        Transitions.of(before, status, census, history),
        soonest(
            observed.now(),
            Stream.of(
                    starts.dueAt(),
                    stops.dueAt(),
                    figures.dueIn().map(observed.now()::plus),
                    expires && !durable ? Optional.of(observed.now().plusMillis(1)) : expiry,
                    situation.verdict().isPresent() ? none() : Ending.deadline(observed))
                .flatMap(Optional::stream)),
        expires && durable);
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }

  /** A pool that is being deleted: nothing is recorded any more, and nothing holds its pods. */
  private static Plan going(Observed observed, WorkerPoolStatus before) {
    return new Plan(
        List.of(),
        List.of(),
        before,
        Retention.all(observed.pods()),
        List.of(),
        Optional.empty(),
        false);
  }

  private static Starts wanted(Situation situation) {
    return situation.startsNothing()
        ? Starts.NONE
        : Starts.of(
            situation.observed(), situation.members(), situation.census(), situation.restarts());
  }

  /** What the server has refused is tried again, after a while that grows. */
  private static Starts delayed(Starts wanted, Problem problem, Instant now) {
    var next = problem.lastSeen().plus(Backoff.after(problem.times(), LONGEST_PROBLEM));
    return wanted.creates().isEmpty() || !now.isBefore(next)
        ? wanted
        : new Starts(List.of(), Optional.of(next));
  }

  /** When the finished pool is to be deleted, if it ever is. */
  private static Optional<Instant> expiry(Observed observed, WorkerPoolStatus status) {
    Long seconds = observed.pool().getSpec().ttlSecondsAfterFinished();
    return seconds == null
        ? Optional.empty()
        : Conditions.find(status.conditions(), Condition.FINISHED)
            .filter(Condition::holds)
            .flatMap(Conditions::since)
            .map(since -> since.plusSeconds(seconds));
  }

  private static Optional<Duration> soonest(Instant now, Stream<Instant> times) {
    return times.filter(now::isBefore).min(Instant::compareTo).map(t -> Duration.between(now, t));
  }
}
