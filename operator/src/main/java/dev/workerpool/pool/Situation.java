package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPoolStatus;
import java.util.List;
import java.util.Optional;

/**
 * How the pool stands: what is known, and what follows from it by the spec.
 *
 * @param faults of the spec; while there are any, nothing is started
 * @param problem that keeps wanted pods from being created
 * @param ending why the whole pool is being ended, if it is
 * @param over whether all that the pool waits for have ended for good
 */
record Situation(
    Observed observed,
    Census census,
    Requests requests,
    Restarts restarts,
    Membership members,
    List<String> faults,
    Optional<Problem> problem,
    Optional<Ending> ending,
    boolean over,
    Optional<Verdict> verdict) {

  static Situation of(Observed observed, Census census, Optional<Verdict> given) {
    var spec = observed.pool().getSpec();
    var requests = Requests.of(observed.pool().getMetadata());
    var restarts = new Restarts(spec, requests, Waits.droppedSince(observed.before()).orElse(null));
    var members = Membership.of(spec, census, observed.channel().idle(), restarts);
    var faults = given.isPresent() ? List.<String>of() : SpecCheck.faults(spec);
    var ending =
        given.isPresent()
            ? Optional.<Ending>empty()
            : Ending.of(observed, members, census, restarts);
    boolean over =
        given.isEmpty() && faults.isEmpty() && Verdict.isOver(observed, members, census, restarts);
    return new Situation(
        observed,
        census,
        requests,
        restarts,
        members,
        faults,
        Optional.empty(),
        ending,
        over,
        given.or(() -> Verdict.of(observed, members, census, ending, over)));
  }

  Situation with(Optional<Problem> otherProblem) {
    return new Situation(
        observed, census, requests, restarts, members, faults, otherProblem, ending, over, verdict);
  }

  boolean suspended() {
    return verdict.isEmpty() && ending.isEmpty() && observed.pool().getSpec().suspend();
  }

  boolean startsNothing() {
    return verdict.isPresent()
        || ending.isPresent()
        || over
        || !faults.isEmpty()
        || observed.pool().getSpec().suspend();
  }

  /** Why a member of the pool has no pod yet, in one word. */
  String whyNotStarted() {
    if (suspended()) {
      return Ended.SUSPENDED;
    }
    return problem.map(Problem::reason).orElse("NotStarted");
  }

  List<Condition> conditions(WorkerPoolStatus before) {
    Long generation = observed.pool().getMetadata().getGeneration();
    var conditions = new Conditions(before.conditions(), generation, observed.now());
    new Readiness(this).into(conditions);
    OtherConditions.channel(observed.channel(), conditions);
    OtherConditions.shim(observed.pool().getSpec(), conditions);
    OtherConditions.requests(this, conditions);
    OtherConditions.waits(this, conditions);
    OtherConditions.suspended(this, conditions);
    OtherConditions.verdict(verdict, conditions);
    return conditions.list();
  }
}
