package dev.workerpool.process;

import java.time.Duration;

/** Seconds between SIGTERM and SIGKILL. */
public final class GracePeriods {
  /** A century: longer than any. */
  private static final long LONGEST = Duration.ofDays(36_525).toSeconds();

  private GracePeriods() {}

  /** The server takes any number, also one that no time can be reckoned with. */
  public static long bounded(long seconds) {
    return Math.min(seconds, LONGEST);
  }
}
