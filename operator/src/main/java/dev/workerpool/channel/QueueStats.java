package dev.workerpool.channel;

import java.time.Instant;

/**
 * A queue's figures at one moment.
 *
 * @param ready items that wait for a taker
 * @param leased items that a session holds
 * @param delayed items that can't be delivered yet
 * @param unfinished items put and neither acknowledged nor purged nor dead (ready + leased +
 *     delayed)
 * @param done items acknowledged since the queue was made
 * @param dead items in the dead-letter list
 * @param bytes that all of them are reckoned with, dead ones included
 * @param closed null while open
 * @param oldestSince when the oldest ready item was put; null when none is ready
 */
public record QueueStats(
    String name,
    QueueRules rules,
    long ready,
    long leased,
    long delayed,
    long unfinished,
    long done,
    long dead,
    long bytes,
    CloseMode closed,
    Instant oldestSince) {

  /** The bound on ready items; 0 is unbounded. */
  public int maxSize() {
    return rules.maxSize();
  }
}
