package dev.workerpool.channel;

/**
 * A queue's sums. At any time {@code puts = done + purged + unfinished + dead}.
 *
 * @param puts items put
 * @param done items acknowledged
 * @param purged items dropped without being worked on, dead ones included
 * @param bytes that its items are reckoned with
 */
record QueueCounts(long puts, long done, long purged, long bytes) {
  static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0);

  QueueCounts putting(long items, long weight) {
    return new QueueCounts(puts + items, done, purged, bytes + weight);
  }

  QueueCounts finishing(long weight) {
    return new QueueCounts(puts, done + 1, purged, bytes - weight);
  }

  QueueCounts purging(long weight) {
    return new QueueCounts(puts, done, purged + 1, bytes - weight);
  }

  QueueCounts weighing(long more) {
    return new QueueCounts(puts, done, purged, bytes + more);
  }
}
