package dev.workerpool.pool;

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
    var wanted = wanted(observed, members, census, faults, verdict);
    var problem = observed.problem().filter(p -> p.isOfTemplate() || !wanted.creates().isEmpty());
    var situation = new Situation(observed, members, census, faults, problem, verdict);
    var figures = Figures.of(observed, before, verdict.isPresent() && given.isEmpty());
    var status = PoolStatuses.of(situation, figures, before);
    var starts = problem.map(p -> delayed(wanted, p, observed.now())).orElse(wanted);
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

  private static Starts wanted(
      Observed observed,
      Membership members,
      Census census,
      List<String> faults,
      Optional<Verdict> verdict) {
    return verdict.isPresent() || !faults.isEmpty()
        ? new Starts(List.of(), Optional.empty())
        : Starts.of(observed, members, census);
  }

  /** What the server has refused is tried again, after a while that grows. */
  private static Starts delayed(Starts wanted, Problem problem, Instant now) {
    var next = problem.lastSeen().plus(Backoff.after(problem.times(), LONGEST_PROBLEM));
    return wanted.creates().isEmpty() || !now.isBefore(next)
        ? wanted
        : new Starts(List.of(), Optional.of(Duration.between(now, next)));
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
