package dev.workerpool.faults;

import java.time.Duration;

/** A workload played once, with something that goes wrong, to its end. */
final class Trial {
  /** As often as the kubelet would start it again, in a minute. */
  private static final int MOST_STARTS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(120);
  private static final Duration LONG_QUIET = Duration.ofMillis(700);

  private final Lane lane;
  private final Workload workload;
  private final Disturbance disturbance;
  private final User user;
  private final Kubelet kubelet;
  private final Journal journal = new Journal();
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();
  private OperatorUnderTest operator;
  private int quietSweeps;
  private int step;
  private long movedNanos = System.nanoTime();
  private long changeSeen;
  private int sweepsThen;
  private int reconcilesThen;

  Trial(Lane lane, Workload workload, Disturbance disturbance) {
    this.lane = lane;
    this.workload = workload;
    this.disturbance = disturbance;
    this.user = lane.user();
    this.kubelet = lane.kubelet();
  }

  Lane lane() {
    return lane;
  }

  Journal journal() {
    return journal;
  }

  Workload workload() {
    return workload;
  }

  /** How many of the user's steps have been done. */
  int stepsDone() {
    return step;
  }

  String pool() {
    return user.pool();
  }

  OperatorUnderTest operator() {
    return operator;
  }

  /** A link for an operator that is yet to start. */
  Link prepare() {
    return lane.prepare(pool(), journal);
  }

  /** A new life of the operator, with empty caches. */
  void start(Faults faults) {
    start(prepare().with(faults));
  }

  void start(Link link) {
    operator = lane.operator(link);
    for (int i = 0; i < MOST_STARTS && !operator.start(); i++) {
      operator.kill();
      operator = lane.operator(prepare().with(link.faults()));
    }
  }

  void killOperator() {
    operator.kill();
  }

  /** The state in which it ends, undisturbed. */
  EndState reference() {
    return run(null);
  }

  /** Plays it; fails unless it ends in that state. */
  void endsAs(EndState expected) {
    run(expected);
  }

  /** Plays it, and then looks at everything so many times again, without any write. */
  void staysQuiet(int sweeps) {
    this.quietSweeps = sweeps;
    run(null);
  }

  private void isQuiet() {
    int writes = journal.entries().size();
    int until = operator.link().sweeps() + quietSweeps + 1;
    int reconciles = operator.reconciles() + (lane.sight(pool()).exists() ? quietSweeps : 0);
    while (operator.link().sweeps() < until || operator.reconciles() < reconciles) {
      lane.awaitChange();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no sweeps: " + report());
      }
    }
    if (journal.entries().size() > writes) {
      throw new AssertionError(
          "%d writes before it was quiet, then others: %s".formatted(writes, report()));
    }
  }

  private EndState run(EndState expected) {
    disturbance.begin(this);
    user.create(workload.spec());
    EndState state = null;
    while (state == null) {
      lane.awaitChange();
      move();
      if (disturbance.isOver() && step == workload.steps().size() && isOver()) {
        state = settled(expected);
      }
      if (System.nanoTime() > deadline) {
        throw failure(expected);
      }
    }
    if (quietSweeps > 0) {
      isQuiet();
    }
    leave();
    return state;
  }

  private boolean isOver() {
    return workload.isOver(lane.sight(pool()));
  }

  private void move() {
    disturbance.tick(this);
    if (operator.hasEnded()) { // as the kubelet would
      start(prepare().with(operator.link().faults()));
    }
    var sight = lane.sight(pool());
    for (var pod : sight.pods()) {
      if (kubelet.step(pod, workload.fates().of(Kubelet.key(pod), Kubelet.attempt(pod)))) {
        movedNanos = System.nanoTime();
      }
    }
    if (step < workload.steps().size() && workload.steps().get(step).when().test(sight)) {
      workload.steps().get(step).what().accept(user, sight);
      step++;
      movedNanos = System.nanoTime();
    }
  }

  /** The state if it is the expected one and nothing has moved for a while; else null. */
  private EndState settled(EndState expected) {
    var quiet = (expected == null ? LONG_QUIET : QUIET).toNanos();
    if ((expected == null && !hasLooked()) || quietNanos() < quiet) {
      return null;
    }
    var state = workload.judged(lane.state(pool()));
    boolean good = expected == null || expected.equals(state);
    return good && quietNanos() >= quiet && isOver() ? state : null;
  }

  /** Whether the operator has looked at everything twice since the last change, however slow. */
  private boolean hasLooked() {
    long change = journal.entries().size() + movedNanos;
    if (change != changeSeen) {
      changeSeen = change;
      sweepsThen = operator.link().sweeps();
      reconcilesThen = operator.reconciles();
    }
    boolean pools = operator.reconciles() >= reconcilesThen + 2 || !lane.sight(pool()).exists();
    return pools && operator.link().sweeps() >= sweepsThen + 2;
  }

  private long quietNanos() {
    return Math.min(journal.quietNanos(), System.nanoTime() - movedNanos);
  }

  /** The pool is deleted, and nothing of ours may hold its pods then. */
  private void leave() {
    if (lane.sight(pool()).exists()) {
      user.delete();
    }
    while (lane.sight(pool()).exists() || !lane.isReleased(pool())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("deleted, but held: " + report());
      }
      lane.awaitChange();
      disturbance.tick(this);
    }
    lane.clear(pool());
    Audit.of(journal);
    operator.kill();
    lane.forget(operator.link());
  }

  private AssertionError failure(EndState expected) {
    var state = lane.state(pool());
    String difference = expected == null ? state.text() : expected.differenceTo(state);
    operator.kill();
    return new AssertionError(
        report()
            + lane.times(pool())
            + "after "
            + PATIENCE
            + " it is not as it ought to be:\n"
            + difference);
  }

  String report() {
    return "%s, %s, %d of %d steps done\n%s"
        .formatted(workload, disturbance, step, workload.steps().size(), journal);
  }
}
