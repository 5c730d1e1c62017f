package dev.workerpool.pool;

import dev.workerpool.api.WorkerPoolStatus;
import java.time.Duration;
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
    var before = pool.getStatus() == null ? WorkerPoolStatus.empty() : pool.getStatus();
    if (pool.getMetadata().getDeletionTimestamp() != null) {
      return going(observed, before);
    }
    var history = History.of(before);
    var census = Census.of(observed, history);
    var given = Verdict.given(before);
    var faults = given.isPresent() ? List.<String>of() : SpecCheck.faults(pool.getSpec());
    var members = Membership.of(pool.getSpec(), census);
    var verdict =
        given.isPresent() || !faults.isEmpty()
            ? given
            : Verdict.of(pool.getSpec(), members, census);
    var situation = new Situation(observed, members, census, faults, verdict);
    var figures = Figures.of(observed, before, verdict.isPresent() && given.isEmpty());
    var status = PoolStatuses.of(situation, figures, before);
    var starts = starts(situation);
    return new Plan(
        starts.creates(),
        verdict.isPresent() ? List.of() : deletes(situation),
        status,
        Retention.recorded(observed.pods()),
        Transitions.of(before, status, census, history),
        soonest(starts.nextIn(), figures.dueIn()));
  }

  /** A pool that is being deleted: nothing is recorded any more, and nothing holds its pods. */
  private static Plan going(Observed observed, WorkerPoolStatus before) {
    return new Plan(
        List.of(), List.of(), before, Retention.all(observed.pods()), List.of(), Optional.empty());
  }

  private static Starts starts(Situation situation) {
    var observed = situation.observed();
    if (situation.verdict().isPresent() || !situation.faults().isEmpty()) {
      return new Starts(List.of(), Optional.empty());
    }
    var starts = Starts.of(observed, situation.members(), situation.census());
    var problem = observed.problem();
    if (problem.isEmpty() || starts.creates().isEmpty()) {
      return starts;
    }
    var next = problem.get().lastSeen().plus(Backoff.after(problem.get().times(), LONGEST_PROBLEM));
    return observed.now().isBefore(next)
        ? new Starts(List.of(), Optional.of(Duration.between(observed.now(), next)))
        : starts;
  }

  private static List<PodAction.Delete> deletes(Situation situation) {
    var surplus =
        situation.faults().isEmpty() ? situation.members().surplus() : List.<PoolProcess>of();
    var leaving = situation.census().all().stream().filter(PoolProcess::leaving);
    var going =
        Stream.concat(surplus.stream(), leaving)
            .filter(p -> p.pod() != null && !p.pod().deleting())
            .map(p -> new PodAction.Delete(p.pod().ref(), Ended.SCALED_DOWN))
            .distinct();
    var deletes = new ArrayList<>(going.toList());
    deletes.addAll(Retention.superseded(situation.observed().pods(), situation.census()));
    return deletes;
  }

  private static Optional<Duration> soonest(Optional<Duration> a, Optional<Duration> b) {
    return Stream.of(a, b).flatMap(Optional::stream).min(Duration::compareTo);
  }
}
