package dev.workerpool.pool;

import java.time.Duration;

/** How long to wait before trying again: doubling from a second. */
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  private Backoff() {}

  /** The wait after so many failures, from 1; at most the given maximum. */
  static Duration after(int failures, Duration most) {
    var wait = Duration.ofSeconds(1L << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS));
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
