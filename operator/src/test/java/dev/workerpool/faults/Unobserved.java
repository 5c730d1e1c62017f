package dev.workerpool.faults;

import java.util.Random;

/**
 * R3: for a while the operator's watches say nothing; then they go on, late, or end with 410, so
 * that it lists again and never hears of what was between.
 */
final class Unobserved implements Disturbance {
  private static final String[][] WHICH = {{"pods"}, {"workerpools"}, {"pods", "workerpools"}};

  private final long seed;
  private final int closeAt;
  private final int ticks;
  private final boolean expired;
  private final String[] resources;
  private Link link;
  private int held;
  private boolean closed;
  private boolean opened;

  /** Begins at one of the writes of that many. */
  Unobserved(long seed, int writes) {
    this.seed = seed;
    var random = new Random(seed);
    random.nextInt();
    closeAt = random.nextInt(writes);
    ticks = 3 + random.nextInt(25);
    expired = random.nextBoolean();
    resources = WHICH[random.nextInt(WHICH.length)];
  }

  @Override
  public void begin(Trial trial) {
    link = trial.prepare();
    trial.start(link);
  }

  @Override
  public void tick(Trial trial) {
    if (!closed && trial.journal().entries().size() >= closeAt) {
      closed = true;
      for (String resource : resources) {
        link.gate(resource).close();
      }
    } else if (closed && !opened && held++ > ticks) {
      opened = true;
      for (String resource : resources) {
        open(link.gate(resource));
      }
    }
  }

  private void open(Gate gate) {
    if (expired) {
      gate.openExpired();
    } else {
      gate.open();
    }
  }

  @Override
  public boolean isOver() {
    return !closed || opened;
  }

  @Override
  public String toString() {
    return "unobserved, seed %d: %s from write %d on for %d looks, then %s"
        .formatted(
            seed, String.join(" and ", resources), closeAt, ticks, expired ? "410" : "told late");
  }
}
