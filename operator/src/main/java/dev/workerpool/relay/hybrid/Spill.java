package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.Commit;
import java.time.Duration;

/** When a commit rewrites the head, when it becomes a log entry, and when a checkpoint is due. */
final class Spill {
  /** Labels, owner, managed fields: what an object costs beside its values. */
  static final int OBJECT_OVERHEAD = 700;

  private static final int AMPLIFICATION = 8;

  /** What compresses better than that counts as if it didn't: it is to be read again one day. */
  private static final int COMPRESSION = 4;

  private static final long TEXT_BESIDES = 48L << 20;

  /** A rewrite for readers' sake alone costs no more than this, in bytes a second. */
  private static final int READABLE_BYTES_PER_SECOND = 16 * 1024;

  /** Reckoned sizes are larger than true ones, that many times at the most. */
  private static final long RECKONED_AT_MOST = 4;

  private Spill() {}

  /** Whether it may be no larger than that: else it isn't even encoded to see. */
  static boolean mayFit(Commit commit, long bytes) {
    return commit.stateBytes() <= RECKONED_AT_MOST * bytes;
  }

  /**
   * Up to how large a state a commit is to be written as the whole of it, in the head: small, and
   * either not much more than the change itself, or rare.
   */
  static long inlineUpTo(HybridSettings settings, long changeBytes, boolean rare) {
    return rare
        ? settings.inlineBytes()
        : Math.min(settings.inlineBytes(), AMPLIFICATION * (changeBytes + OBJECT_OVERHEAD));
  }

  /**
   * What a log entry adds to the log.
   *
   * @param stored bytes of its values
   * @param text characters of its records
   */
  static long entryBytes(long stored, long text) {
    return Math.max(stored, text / COMPRESSION) + OBJECT_OVERHEAD;
  }

  /**
   * More text than a channel can come to: a snapshot of its largest size, and a log that is due for
   * the next one.
   */
  static long mostText(HybridSettings settings) {
    long state = Math.max(settings.channelBytes(), HybridSettings.DEFAULT_CHANNEL_BYTES);
    return (1 + COMPRESSION) * state + TEXT_BESIDES;
  }

  /**
   * Whether a checkpoint is due: then no more is written for checkpoints than for the log.
   *
   * @param logBytes since the last checkpoint
   * @param entries since then
   * @param lastBytes what the last checkpoint took
   */
  static boolean checkpointDue(
      HybridSettings settings, long logBytes, long entries, long lastBytes) {
    return logBytes >= Math.max(settings.logBytes(), lastBytes)
        || entries >= settings.logEntries() && logBytes >= lastBytes;
  }

  /** How long nothing may have come in before a state of that size is put into the head. */
  static Duration calm(HybridSettings settings, long stateBytes) {
    return settings.calm().plusMillis(stateBytes * 1000 / READABLE_BYTES_PER_SECOND);
  }
}
