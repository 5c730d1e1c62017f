package dev.workerpool.worker.client;

import java.time.Duration;

/** How long a caller is willing to wait for a queue or an event. */
public final class Deadline {
  /** A long poll's length: below the relay's limit of 30 s and below idle limits in between. */
  static final Duration POLL = Duration.ofSeconds(20);

  private static final Duration PACE = Duration.ofMillis(50);

  private final Time time;
  private final boolean never;
  private final long at;

  private Deadline(Time time, boolean never, long at) {
    this.time = time;
    this.never = never;
    this.at = at;
  }

  /** After that time; null is never, negative is now. */
  static Deadline in(Time time, Duration timeout) {
    if (timeout == null || timeout.compareTo(Duration.ofDays(10_000)) > 0) {
      return new Deadline(time, true, 0);
    }
    return new Deadline(time, false, time.nanos() + Math.max(0, timeout.toNanos()));
  }

  boolean passed() {
    return !never && time.nanos() - at >= 0;
  }

  /** How long the relay should hold back the next poll. */
  Duration nextPoll() {
    if (never) {
      return POLL;
    }
    // Rounded up to the wire's milliseconds, or the last poll would come back a hair too early.
    long millis = (Math.max(0, at - time.nanos()) + 999_999) / 1_000_000;
    return millis > POLL.toMillis() ? POLL : Duration.ofMillis(millis);
  }

  /** Keeps a poll that came back empty at once from being repeated in a hot loop. */
  void pace(long startedNanos) throws InterruptedException {
    if (!passed() && time.nanos() - startedNanos < PACE.toNanos()) {
      time.sleep(PACE);
    }
  }
}
