package dev.workerpool.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Pools made, run to their end and deleted, again and again, with one operator a lane. */
final class Cycles implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Lanes lanes;
  private final Map<Lane, OperatorUnderTest> operators = new ConcurrentHashMap<>();

  Cycles(Lanes lanes) {
    this.lanes = lanes;
  }

  void run(int number) {
    lanes.each(IntStream.range(0, number).boxed().toList(), (lane, n) -> cycle(lane));
  }

  private void cycle(Lane lane) {
    operators.computeIfAbsent(lane, Cycles::started);
    var user = lane.user();
    var kubelet = lane.kubelet();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    user.create("replicas: 1");
    boolean deleted = false;
    while (!deleted || lane.sight(user.pool()).exists() || !lane.isReleased(user.pool())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(user.pool() + " is stuck");
      }
      lane.awaitChange();
      lane.sight(user.pool()).pods().forEach(pod -> kubelet.step(pod, Fate.exits(0)));
      if (!deleted && lane.sight(user.pool()).finished()) {
        user.delete();
        deleted = true;
      }
    }
    lane.clear(user.pool());
  }

  private static OperatorUnderTest started(Lane lane) {
    var operator = lane.operator(lane.prepare("no pool has this name", new Journal()));
    operator.start();
    return operator;
  }

  static long heapBytes() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Override
  public void close() {
    operators.values().forEach(OperatorUnderTest::kill);
  }
}
