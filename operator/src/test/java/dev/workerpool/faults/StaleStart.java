package dev.workerpool.faults;

import java.util.Random;

/**
 * R2: the operator dies at a write and starts again with lists of some versions ago; its watches
 * bring it up to date only after it has done what it thought right.
 */
final class StaleStart implements Disturbance {
  private static final int[] BACK = {1, 2, 5, 9};
  private static final int MOST_TICKS = 40;

  private final long seed;
  private final int back;
  private final boolean atDeletion;
  private final Crash crash;
  private boolean opened;
  private boolean started;
  private int ticks;
  private Link second;
  private String from;

  /** One of the writes of that many is the last one. */
  StaleStart(long seed, int writes) {
    this.seed = seed;
    var random = new Random(seed);
    random.nextInt();
    this.back = BACK[random.nextInt(BACK.length)];
    this.atDeletion = random.nextInt(4) == 0;
    this.crash =
        new Crash(1 + random.nextInt(writes), random.nextBoolean()) {
          @Override
          void restart(Trial trial) {
            startStale(trial);
          }
        };
  }

  @Override
  public void begin(Trial trial) {
    crash.begin(trial);
  }

  private void startStale(Trial trial) {
    var versions = trial.lane().versions();
    from = versions.get(Math.max(0, versions.size() - 1 - back));
    if (atDeletion && trial.lane().lastDeletion() != null) {
      from = trial.lane().lastDeletion();
    }
    second = trial.prepare();
    for (String resource : new String[] {"pods", "workerpools"}) {
      second.stale(resource, from);
      second.gate(resource).close();
    }
    started = true;
    trial.start(second);
  }

  @Override
  public void tick(Trial trial) {
    crash.tick(trial);
    if (started && !opened && (ticks++ > MOST_TICKS || quiet(trial))) {
      opened = true;
      second.gate("pods").open();
      second.gate("workerpools").open();
    }
  }

  private boolean quiet(Trial trial) {
    return second.sweeps() > 1 && trial.journal().quietNanos() > 100_000_000L;
  }

  @Override
  public boolean isOver() {
    return crash.isOver() && (!started || opened);
  }

  @Override
  public String toString() {
    return "stale start, seed %d: %s, then %s versions back, from %s"
        .formatted(seed, crash, atDeletion ? "at a deletion or " + back : back, from);
  }
}
