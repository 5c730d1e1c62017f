package dev.workerpool.channel;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * A queue: what waits in it (in the order of puts), what is leased (by position), who has put.
 *
 * @param done items acknowledged
 * @param purged items dropped without being worked on
 */
record QueueState(
    String name,
    QueueConfig config,
    long done,
    long purged,
    TreePMap<Long, Item> ready,
    PMap<Long, Lease> leased,
    PMap<String, Producer> producers) {

  static QueueState fresh(String name, QueueConfig config) {
    return new QueueState(
        name, config, 0, 0, TreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());
  }

  long unfinished() {
    return (long) ready.size() + leased.size();
  }

  boolean bounded() {
    return config.maxSize() > 0;
  }

  /** Capacity counts ready items only, as Python's maxsize does. */
  boolean fits(int items) {
    return !bounded() || ready.size() + items <= config.maxSize();
  }

  /** The item at that position, ready or leased; null when it no longer exists. */
  Item item(long position) {
    Lease lease = leased.get(position);
    return lease != null ? lease.item() : ready.get(position);
  }

  QueueStats stats() {
    Item oldest = ready.isEmpty() ? null : ready.firstEntry().getValue();
    return new QueueStats(
        name,
        config.maxSize(),
        ready.size(),
        leased.size(),
        unfinished(),
        done,
        0,
        config.closed(),
        oldest == null ? null : oldest.at());
  }

  QueueState withConfig(QueueConfig c) {
    return new QueueState(name, c, done, purged, ready, leased, producers);
  }

  QueueState withReady(TreePMap<Long, Item> items) {
    return new QueueState(name, config, done, purged, items, leased, producers);
  }

  QueueState withLeased(PMap<Long, Lease> leases) {
    return new QueueState(name, config, done, purged, ready, leases, producers);
  }

  QueueState withProducers(PMap<String, Producer> all) {
    return new QueueState(name, config, done, purged, ready, leased, all);
  }

  /** Without the item, wherever it is. */
  QueueState without(long position) {
    return leased.containsKey(position)
        ? withLeased(leased.minus(position))
        : withReady(ready.minus(position));
  }

  QueueState counting(long moreDone, long morePurged) {
    return new QueueState(
        name, config, done + moreDone, purged + morePurged, ready, leased, producers);
  }
}
