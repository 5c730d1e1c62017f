package dev.workerpool.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How many bytes may be written to etcd, over all channels of this relay: a bucket that fills
 * steadily. In any ten minutes no more than the budget is written, but for acknowledgements and
 * controls: these are never held up, and a fifth of the bucket is kept for them; what they take
 * beyond, puts wait for. While the server is slow or asks for less, it fills at a lower rate. Any
 * thread.
 */
public final class WriteBudget {
  /** What the API server keeps of every version before it is compacted away. */
  static final Duration WINDOW = Duration.ofSeconds(600);

  public static final long DEFAULT_BYTES = 256L << 20;

  /** The bucket holds an eighth of the budget, seven eighths flow in over the window. */
  private static final int BURST_SHARE = 8;

  private static final int KEPT_SHARE = 5;
  private static final double LOWEST_PACE = 1.0 / 16;
  private static final Duration SLOW = Duration.ofMillis(250);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final double RECOVERY = 1.25;
  private static final int MANY = 20;

  private final InstantSource clock;
  private final long capacity;
  private final double perNano;
  private double tokens;
  private double pace = 1;
  private Instant filledAt;
  private Instant lookedAt;
  private int commits;
  private int slow;
  private boolean throttled;

  /**
   * @param bytes in any ten minutes
   */
  public WriteBudget(long bytes, InstantSource clock) {
    this.clock = clock;
    this.capacity = bytes / BURST_SHARE;
    this.perNano = (double) (bytes - capacity) / WINDOW.toNanos();
    this.tokens = capacity;
    this.filledAt = clock.instant();
    this.lookedAt = filledAt;
  }

  /** Accounts for what was written, or may have been. */
  public synchronized void spend(long bytes) {
    fill();
    tokens -= bytes;
  }

  /** How long until puts may be written; zero for now. */
  public synchronized Duration untilPuts() {
    // While puts wait nothing may be committed, so that nobody else looks whether all is well
    // again.
    adapt();
    fill();
    // Of the bucket as it is now: a slow server has it shrunk, perhaps below a fifth of the whole.
    double missing = capacity * pace / KEPT_SHARE - tokens;
    return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) (missing / rate()) + 1);
  }

  /** What may be written at once, of puts too; negative when acknowledgements overdrew it. */
  public synchronized long left() {
    fill();
    return (long) tokens;
  }

  /** How fast it fills, of its full speed; 1 while the server is well. */
  public synchronized double pace() {
    return pace;
  }

  /** A commit took so long. */
  public synchronized void took(Duration latency) {
    commits++;
    if (latency.compareTo(SLOW) > 0) {
      slow++;
    }
    adapt();
  }

  /** The server asked for less. */
  public synchronized void throttled() {
    throttled = true;
    adapt();
  }

  /** Halves the pace when more than a twentieth were slow (the 95th percentile), or on a 429. */
  private void adapt() {
    Instant now = clock.instant();
    if (now.isBefore(lookedAt.plus(LOOK_EVERY))) {
      return;
    }
    fill();
    boolean bad = throttled || slow * MANY > commits;
    pace = bad ? Math.max(LOWEST_PACE, pace / 2) : Math.min(1, pace * RECOVERY);
    tokens = Math.min(tokens, capacity * pace);
    lookedAt = now;
    commits = 0;
    slow = 0;
    throttled = false;
  }

  private double rate() {
    return perNano * pace;
  }

  /** A clock that was set back fills nothing until it is where it was. */
  private void fill() {
    Instant now = clock.instant();
    if (now.isAfter(filledAt)) {
      double more = rate() * Duration.between(filledAt, now).toNanos();
      tokens = Math.min(capacity * pace, tokens + more);
      filledAt = now;
    }
  }
}
