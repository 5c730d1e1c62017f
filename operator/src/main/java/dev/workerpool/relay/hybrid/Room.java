package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.UnreadableException;

/**
 * How much text may still be read of a channel: a few zipped kilobytes can stand for gigabytes. For
 * one load, one thread at a time.
 */
final class Room {
  /** What one object of ours can't exceed: a commit's records before they are compressed. */
  private static final int MAX_OBJECT_TEXT = 32 << 20;

  private long left;

  Room(long bytes) {
    this.left = bytes;
  }

  /** Bytes that the next text may have. */
  int next() {
    return (int) Math.min(MAX_OBJECT_TEXT, left);
  }

  /**
   * @throws UnreadableException when that is more than may be
   */
  void take(String name, long bytes) {
    if (bytes > next()) {
      throw new UnreadableException(
          name + " is longer than a channel can be here (relay.channelBytes)", null);
    }
    left -= bytes;
  }
}
