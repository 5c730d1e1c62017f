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
    if (time != null && (set == null || time.isBefore(set))) {
      set = time;
      Duration delay = Duration.between(runtime.clock().instant(), time);
      runtime.scheduler().after(delay.isNegative() ? Duration.ZERO : delay, ring);
    }
  }

  /** To be called when it has rung: be it too early, by a clock that was set back. */
  void rung() {
    set = null;
  }
}
