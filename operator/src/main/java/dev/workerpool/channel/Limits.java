package dev.workerpool.channel;

/**
 * What a channel may grow to.
 *
 * @param bytes of the stored state but for keys remembered; puts and makes beyond are refused
 * @param names queues, events, locks and other primitives together
 */
public record Limits(long bytes, int names) {
  public static final int BATCH_ITEMS = 1000;
  public static final int ITEM_BYTES = 256 * 1024;

  /** Keys of requests that are remembered, of a channel; the oldest are forgotten. */
  public static final int KEYS = 50_000;

  /** What these are reckoned with at the most, beside what is counted. */
  public static final long KEY_BYTES = (long) KEYS * Weights.KEY;

  /** A reply ends before the item that would take it beyond; its first item always fits. */
  public static final int REPLY_BYTES = 1024 * 1024;

  public static Limits ofBytes(long bytes) {
    return new Limits(bytes, 1000);
  }
}
