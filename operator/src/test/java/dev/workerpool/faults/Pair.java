package dev.workerpool.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Two operators in a lane, the first of which leads, and a pool that runs for ever. */
final class Pair implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  final User user;
  final OperatorUnderTest first;
  final OperatorUnderTest second;
  private final Lane lane;
  private final Kubelet kubelet;
  private final Journal journal = new Journal();

  Pair(Lane lane) {
    this.lane = lane;
    this.user = lane.user();
    this.kubelet = lane.kubelet();
    this.first = lane.candidate(lane.prepare(user.pool(), journal));
    first.start();
    within(SOON, () -> first.link().sweeps() > 0);
    this.second = lane.candidate(lane.prepare(user.pool(), journal));
    second.startAside();
  }

  Sight sight() {
    return lane.sight(user.pool());
  }

  void untilUp(int processes) {
    within(SOON, () -> sight().isUp(processes));
  }

  /** Plays the node until that is so. */
  void within(Duration time, BooleanSupplier claim) {
    long deadline = System.nanoTime() + time.toNanos();
    while (!claim.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + time + ":\n" + this);
      }
      lane.awaitChange();
      sight().pods().forEach(pod -> kubelet.step(pod, Fate.RUNS));
    }
  }

  /** How often that operator has changed something; an event only tells of what it has done. */
  int writesOf(OperatorUnderTest operator) {
    return (int)
        journal.entries().stream()
            .filter(e -> e.link().equals(operator.link().name()) && e.succeeded())
            .filter(e -> !e.call().resource().equals("events"))
            .count();
  }

  @Override
  public void close() {
    user.delete();
    within(SOON, () -> !sight().exists() && lane.isReleased(user.pool()));
    lane.clear(user.pool());
    first.kill();
    second.kill();
    lane.endElection();
  }

  @Override
  public String toString() {
    return journal.toString();
  }
}
