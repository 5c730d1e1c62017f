package dev.workerpool.relay;

import java.time.Duration;
import java.time.Instant;

/** Wakes an actor when its next deadline comes. Used in the mailbox only. */
final class Alarm {
  private final RelayRuntime runtime;
  private final Runnable ring;
  private Instant set;

  Alarm(RelayRuntime runtime, Runnable ring) {
    this.runtime = runtime;
    this.ring = ring;
  }

  /**
   * Rings at that time or soon after, unless it will ring earlier anyway.
   *
   * @param time null: never
   */
  void at(Instant time) {
    Instant now = runtime.clock().instant();
    if (set != null && !set.isAfter(now)) {
      set = null;
    }
    if (time != null && (set == null || time.isBefore(set))) {
      set = time;
      Duration delay = Duration.between(now, time);
      runtime.scheduler().after(delay.isNegative() ? Duration.ZERO : delay, ring);
    }
  }
}
