package dev.workerpool.faults;

import java.time.Duration;
import java.util.Random;

/** R12: calls are late, get lost, or come twice, for as long as the trial lasts. */
final class BadNetwork implements Disturbance, Faults {
  private final long seed;
  private final Random random;

  BadNetwork(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  @Override
  public void begin(Trial trial) {
    trial.start(this);
  }

  @Override
  public synchronized Fault of(Call call) {
    var delay = Duration.ofMillis(10 + random.nextInt(90));
    int which = random.nextInt(100);
    if (which < 5) {
      return new Fault.Late(delay, Fault.LOST);
    }
    if (which < 10) {
      return new Fault.Late(delay, Fault.UNHEARD);
    }
    return new Fault.Late(delay, which < 20 && call.isWrite() ? new Fault.Twice() : Fault.NONE);
  }

  @Override
  public String toString() {
    return "bad network, seed " + seed;
  }
}
