package dev.workerpool.relay.hybrid;

import java.time.Duration;

/**
 * Figures of the store; see docs/store.md for their reasons.
 *
 * @param channelBytes how large one channel's state may become
 * @param inlineBytes up to which a commit may rewrite the state in the head
 * @param readableBytes up to which the state of a channel that is calm is put into the head
 * @param entryTextBytes from which a log entry is compressed
 * @param partBytes of a snapshot, in one object, before compression
 * @param logBytes from which a snapshot is due, if the last one wasn't larger
 * @param logEntries from which a snapshot is due, if the log is as large as the last one
 * @param calm how long nothing may come in for a channel to be calm, at the least
 * @param audit how often it is looked whether all is still there
 * @param parallel calls at a time while a log or snapshot is read, written or deleted
 */
public record HybridSettings(
    long channelBytes,
    int inlineBytes,
    int readableBytes,
    int entryTextBytes,
    int partBytes,
    long logBytes,
    int logEntries,
    Duration calm,
    Duration audit,
    int parallel) {
  public static final long DEFAULT_CHANNEL_BYTES = 16L << 20;
  public static final long MAX_CHANNEL_BYTES = 256L << 20;

  /** No object's values may be larger; the API server's own limit is 1 MiB. */
  static final int MAX_OBJECT_BYTES = 900 * 1024;

  public static final HybridSettings DEFAULT =
      new HybridSettings(
          DEFAULT_CHANNEL_BYTES,
          24 * 1024,
          512 * 1024,
          4 * 1024,
          512 * 1024,
          4L << 20,
          512,
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          8);

  /** The same, with another cap for each channel. */
  public HybridSettings withChannelBytes(long bytes) {
    return new HybridSettings(
        bytes,
        inlineBytes,
        readableBytes,
        entryTextBytes,
        partBytes,
        logBytes,
        logEntries,
        calm,
        audit,
        parallel);
  }
}
