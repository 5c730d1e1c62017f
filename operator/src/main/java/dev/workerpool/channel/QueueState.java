package dev.workerpool.channel;

import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * A queue: what nobody holds, what is leased (by position), what is dead (by position), who has
 * put.
 *
 * @param expiring when leases end by their timer; only in a queue that has one
 */
record QueueState(
    String name,
    QueueConfig config,
    QueueCounts counts,
    Stock stock,
    PMap<Long, Lease> leased,
    TreePSet<Due> expiring,
    TreePMap<Long, DeadItem> dead,
    PMap<String, Producer> producers) {

  static QueueState fresh(String name, QueueConfig config) {
    return new QueueState(
        name,
        config,
        QueueCounts.NONE,
        Stock.empty(config.rules().order()),
        HashTreePMap.empty(),
        TreePSet.empty(),
        TreePMap.empty(),
        HashTreePMap.empty());
  }

  long unfinished() {
    return (long) stock.size() + leased.size();
  }

  boolean bounded() {
    return config.rules().bounded();
  }

  /** Capacity counts ready items only, as Python's maxsize does. */
  boolean fits(int items) {
    return !bounded() || stock.ready().size() + items <= config.rules().maxSize();
  }

  /** The item at that position, free or leased; null when it is done, dropped or dead. */
  Item item(long position) {
    Lease lease = leased.get(position);
    return lease != null ? lease.item() : stock.item(position);
  }

  QueueStats stats() {
    Item oldest = stock.ready().isEmpty() ? null : stock.ready().firstEntry().getValue();
    return new QueueStats(
        name,
        config.rules(),
        stock.ready().size(),
        leased.size(),
        stock.delayed().size(),
        unfinished(),
        counts.done(),
        dead.size(),
        counts.bytes(),
        config.closed(),
        oldest == null ? null : oldest.at());
  }

  /** When something happens by itself; null for never. */
  Instant nextTimer() {
    Instant due = stock.nextDue();
    Instant expiry = expiring.isEmpty() ? null : expiring.first().at();
    return due == null || expiry != null && expiry.isBefore(due) ? expiry : due;
  }

  QueueState withConfig(QueueConfig c) {
    Stock ordered = stock.in(c.rules().order());
    return new QueueState(name, c, counts, ordered, leased, expiring, dead, producers);
  }

  QueueState withCounts(QueueCounts c) {
    return new QueueState(name, config, c, stock, leased, expiring, dead, producers);
  }

  QueueState withStock(Stock items) {
    return new QueueState(name, config, counts, items, leased, expiring, dead, producers);
  }

  QueueState withDead(TreePMap<Long, DeadItem> items) {
    return new QueueState(name, config, counts, stock, leased, expiring, items, producers);
  }

  QueueState withProducers(PMap<String, Producer> all) {
    return new QueueState(name, config, counts, stock, leased, expiring, dead, all);
  }

  private QueueState withLeases(PMap<Long, Lease> leases, TreePSet<Due> timers) {
    return new QueueState(name, config, counts, stock, leases, timers, dead, producers);
  }

  /** With that lease in place of the one on its item, or of the free item. */
  QueueState leasing(Lease lease) {
    long position = lease.item().position();
    QueueState free = without(position);
    TreePSet<Due> timers =
        lease.until() == null
            ? free.expiring
            : free.expiring.plus(new Due(lease.until(), position));
    return free.withLeases(free.leased.plus(position, lease), timers);
  }

  /** Without the item, wherever it is. */
  QueueState without(long position) {
    Lease lease = leased.get(position);
    if (lease == null) {
      return withStock(stock.minus(position));
    }
    TreePSet<Due> timers =
        lease.until() == null ? expiring : expiring.minus(new Due(lease.until(), position));
    return withLeases(leased.minus(position), timers);
  }
}
