package dev.workerpool.faults;

/** The operator dies at its n-th write, before the server has seen it or before it hears of it. */
class Crash implements Disturbance {
  private final int write;
  private final boolean committed;
  private volatile boolean dying;
  private volatile boolean restarted;
  private volatile Link first;

  Crash(int write, boolean committed) {
    this.write = write;
    this.committed = committed;
  }

  @Override
  public void begin(Trial trial) {
    first = trial.prepare();
    trial.start(first.with(this::of));
  }

  private Fault of(Call call) {
    if (call.number() != write) {
      return Fault.NONE;
    }
    dying = true;
    return new Fault.Fatal(committed);
  }

  @Override
  public void tick(Trial trial) {
    if (dying && first.isDead() && !restarted) {
      restarted = true;
      trial.killOperator();
      restart(trial);
    }
  }

  /** The next life. */
  void restart(Trial trial) {
    trial.start(Faults.NONE);
  }

  @Override
  public boolean isOver() {
    return !dying || restarted;
  }

  @Override
  public String toString() {
    return "crash %s write %d".formatted(committed ? "after" : "before", write);
  }
}
