package dev.workerpool.relay;

import java.time.Duration;
import java.time.Instant;

/** When it is looked what has outlived its time. Used in the mailbox only. */
final class Expiry {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * Later than it was due by so much, nobody has been heard meanwhile: the store was away, this
   * process was stopped, or the clock was set.
   */
  private static final Duration LATE = Duration.ofSeconds(10);

  private Instant next = Instant.MIN;

  Instant next() {
    return next;
  }

  boolean isDue(Instant now) {
    return !now.isBefore(next);
  }

  /** Also the first time. */
  boolean isLate(Instant now) {
    return now.isAfter(next.plus(LATE));
  }

  void doneAt(Instant now) {
    next = now.plus(EVERY);
  }
}
