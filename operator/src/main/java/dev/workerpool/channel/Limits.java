package dev.workerpool.channel;

/**
 * What a channel may grow to.
 *
 * @param bytes of the stored state; puts and makes beyond are refused
 * @param names queues, events, locks and other primitives together
 */
public record Limits(long bytes, int names) {
  public static final int BATCH_ITEMS = 1000;
  public static final int ITEM_BYTES = 256 * 1024;

  /** A reply ends before the item that would take it beyond; its first item always fits. */
  public static final int REPLY_BYTES = 1024 * 1024;

  public static Limits ofBytes(long bytes) {
    return new Limits(bytes, 1000);
  }
}
