package dev.workerpool.worker.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody sleeps, or a test says so. */
public final class FakeTime implements Time {
  private final List<Duration> slept = new ArrayList<>();
  private long now = 1_000_000_000_000L;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(time);
    now += time.toNanos();
  }

  @Override
  public double random() {
    return 0.5;
  }

  public synchronized void pass(Duration time) {
    now += time.toNanos();
  }

  public synchronized List<Duration> slept() {
    return List.copyOf(slept);
  }
}
