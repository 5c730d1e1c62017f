package dev.workerpool.worker;

import java.time.Duration;
import java.util.Objects;

/** When {@link JoinableQueue#each} ends, and when an item whose function failed is tried again. */
public final class EachOptions {
  private static final Object NO_PILL = new Object();
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Object pill;
  private final Duration retryAfter;

  private EachOptions(Object pill, Duration retryAfter) {
    this.pill = pill;
    this.retryAfter = retryAfter;
  }

  /** Until the queue is closed and drained; what failed may be tried again at once. */
  public static EachOptions untilClosed() {
    return new EachOptions(NO_PILL, Duration.ZERO);
  }

  /** The same, but also until an item is equal to that one, which may be null. */
  public static EachOptions untilPill(Object pill) {
    return new EachOptions(pill, Duration.ZERO);
  }

  /**
   * What failed rests for that time; a day at most.
   *
   * @throws IllegalArgumentException when it is longer
   */
  public EachOptions retryAfter(Duration delay) {
    if (delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a delay is a day at most, not " + delay);
    }
    return new EachOptions(pill, delay);
  }

  Duration retryAfter() {
    return retryAfter;
  }

  boolean isPill(Object item) {
    return Objects.deepEquals(pill, item);
  }
}
