package dev.workerpool.channel;

import java.util.List;
import java.util.Set;
import org.pcollections.TreePMap;

/** Folds changes into the state: deterministic, so that recovery ends where the relay was. */
final class Fold {
  private Fold() {}

  /** The state after the change. A change to a queue that isn't there changes nothing. */
  static ChannelState fold(ChannelState state, Change change) {
    if (change instanceof Change.Stored c) {
      return stored(state, c);
    } else if (change instanceof Change.Acked c) {
      return acked(state, c);
    } else if (change instanceof Change.Returned c) {
      return returned(state, c);
    } else if (change instanceof Change.Died c) {
      return died(state, c);
    } else if (change instanceof Change.Redriven c) {
      return redriven(state, c);
    } else if (change instanceof Change.Purged c) {
      return purged(state, c);
    } else if (change instanceof Change.DeadPurged c) {
      return deadPurged(state, c.queue());
    } else if (change instanceof Change.QueueSet c) {
      return FoldNames.queueSet(state, c);
    } else if (change instanceof Change.QueueDropped c) {
      return FoldNames.queueDropped(state, c.queue());
    } else if (change instanceof Change.EventSet c) {
      return FoldNames.eventSet(state, c);
    } else if (change instanceof Change.EventDropped c) {
      return FoldNames.eventDropped(state, c.event());
    } else if (change instanceof Change.PrimitiveSet c) {
      return FoldPrimitives.set(state, c);
    } else if (change instanceof Change.PrimitiveDropped c) {
      return FoldPrimitives.dropped(state, c.id());
    } else if (change instanceof Change.Held c) {
      return FoldPrimitives.held(state, c);
    } else if (change instanceof Change.Freed c) {
      return FoldPrimitives.freed(state, c.id(), c.numbers());
    } else if (change instanceof Change.Woken c) {
      return FoldPrimitives.woken(state, c);
    }
    return foldOther(state, change);
  }

  private static ChannelState foldOther(ChannelState state, Change change) {
    if (change instanceof Change.KeySeen c) {
      return keySeen(state, c);
    } else if (change instanceof Change.OwnerGone c) {
      return ownerGone(state, c);
    } else if (change instanceof Change.Expired c) {
      return expired(state, c);
    }
    throw new IllegalStateException("unknown change " + change);
  }

  private static ChannelState keySeen(ChannelState state, Change.KeySeen c) {
    Remembered keys = state.keys().plus(c.key(), c.at(), c.answer());
    if (keys.size() > Limits.KEYS) {
      keys = keys.minus(keys.oldest());
    }
    return state.withKeys(keys).weighing((keys.size() - state.keys().size()) * Weights.KEY);
  }

  private static ChannelState stored(ChannelState state, Change.Stored c) {
    QueueState queue = state.queues().get(c.queue());
    if (queue == null) {
      return state;
    }
    long position = state.counters().nextPosition();
    long seq = c.seq();
    long weight = 0;
    Stock stock = queue.stock();
    for (Body body : c.items()) {
      long number = c.producer() == null ? 0 : seq++;
      Item item = Item.of(position, c.producer(), number, c.at(), body);
      position++;
      stock = stock.plus(item);
      weight += item.weight();
    }
    QueueCounts counts = queue.counts().putting(c.items().size(), weight);
    ChannelState next = state.withQueue(queue.withStock(stock).withCounts(counts)).weighing(weight);
    next = next.advanced(c.items().size(), 0);
    return c.producer() == null ? next : remembered(next, c, seq - 1);
  }

  private static ChannelState remembered(ChannelState state, Change.Stored c, long lastSeq) {
    ProducerKey key = new ProducerKey(c.queue(), c.producer());
    QueueState queue = state.queues().get(c.queue());
    Producer before = queue.producers().get(c.producer());
    Producer now = new Producer(lastSeq, c.owner());
    ChannelState next =
        state.withQueue(queue.withProducers(queue.producers().plus(c.producer(), now)));
    // One that was thought to be gone, on a node that didn't answer say, will end once more.
    boolean back = next.gone().contains(key);
    if (before == null || !before.owner().equals(c.owner()) || back) {
      OwnerState owner = next.owner(c.owner().id());
      next = next.withOwner(c.owner().id(), owner.withProducers(owner.producers().plus(key)));
      next = next.weighing(Weights.producer(key, c.owner().id()));
      next = before == null ? next : next.weighing(-Weights.producer(key, before.owner().id()));
    }
    // A guest's end can't be proven: what it put is remembered from its last put on.
    if (!c.owner().pod()) {
      return next.withGone(next.gone().plus(key, c.at()));
    }
    return next.gone().contains(key) ? next.withGone(next.gone().minus(key)) : next;
  }

  private static ChannelState acked(ChannelState state, Change.Acked c) {
    return each(state, c.queue(), c.positions(), QueueCounts::finishing);
  }

  private static ChannelState returned(ChannelState state, Change.Returned c) {
    ChannelState next = state;
    for (long position : c.positions()) {
      QueueState queue = next.queues().get(c.queue());
      Item item = queue == null ? null : queue.item(position);
      if (item == null) {
        continue;
      }
      next = forgetLease(next, queue.leased().get(position));
      QueueState without = next.queues().get(c.queue()).without(position);
      if (without.config().closed() == CloseMode.IMMEDIATE) {
        next = next.withQueue(without.withCounts(without.counts().purging(item.weight())));
        next = next.weighing(-item.weight());
      } else {
        Item back = item.withReturned(item.returned() + 1, c.notBefore());
        next = next.withQueue(without.withStock(without.stock().plus(back)));
      }
    }
    return next;
  }

  private static ChannelState died(ChannelState state, Change.Died c) {
    ChannelState next = state;
    for (long position : c.positions()) {
      QueueState queue = next.queues().get(c.queue());
      Item item = queue == null ? null : queue.item(position);
      if (item != null) {
        next = forgetLease(next, queue.leased().get(position));
        QueueState without = next.queues().get(c.queue()).without(position);
        Item last = item.withReturned(item.returned() + 1, null);
        DeadItem dead = new DeadItem(last, c.at(), c.reason(), c.exitCode());
        long more = dead.weight() - item.weight();
        next =
            next.withQueue(
                    without
                        .withDead(without.dead().plus(position, dead))
                        .withCounts(without.counts().weighing(more)))
                .weighing(more);
      }
    }
    return next;
  }

  private static ChannelState redriven(ChannelState state, Change.Redriven c) {
    ChannelState next = state;
    for (long position : c.positions()) {
      QueueState queue = next.queues().get(c.queue());
      DeadItem dead = queue == null ? null : queue.dead().get(position);
      if (dead != null) {
        long less = dead.weight() - dead.item().weight();
        next =
            next.withQueue(
                    queue
                        .withDead(queue.dead().minus(position))
                        .withStock(queue.stock().plus(dead.item().withReturned(0, null)))
                        .withCounts(queue.counts().weighing(-less)))
                .weighing(-less);
      }
    }
    return next;
  }

  private static ChannelState purged(ChannelState state, Change.Purged c) {
    QueueState queue = state.queues().get(c.queue());
    if (queue == null) {
      return state;
    }
    Set<Long> kept = Set.copyOf(c.kept());
    List<Long> positions =
        queue.stock().positionsBelow(c.below()).stream().filter(p -> !kept.contains(p)).toList();
    return each(state, c.queue(), positions, QueueCounts::purging);
  }

  private static ChannelState deadPurged(ChannelState state, String name) {
    QueueState queue = state.queues().get(name);
    if (queue == null) {
      return state;
    }
    long weight = 0;
    QueueCounts counts = queue.counts();
    for (DeadItem dead : queue.dead().values()) {
      counts = counts.purging(dead.weight());
      weight += dead.weight();
    }
    return state.withQueue(queue.withDead(TreePMap.empty()).withCounts(counts)).weighing(-weight);
  }

  /** How sums change by an item of that weight that goes. */
  private interface Counting {
    QueueCounts without(QueueCounts before, long weight);
  }

  /** Removes those items, wherever they are, and counts each. */
  private static ChannelState each(
      ChannelState state, String name, List<Long> positions, Counting counting) {
    ChannelState next = state;
    for (long position : positions) {
      QueueState queue = next.queues().get(name);
      Item item = queue == null ? null : queue.item(position);
      if (item != null) {
        next = forgetLease(next, queue.leased().get(position));
        QueueState rest = queue.without(position);
        next = next.withQueue(rest.withCounts(counting.without(rest.counts(), item.weight())));
        next = next.weighing(-item.weight());
      }
    }
    return next;
  }

  /** Takes the lease off its session's list; the queue is the caller's business. */
  static ChannelState forgetLease(ChannelState state, Lease lease) {
    SessionState session = lease == null ? null : state.sessions().get(lease.session());
    return session == null
        ? state
        : state.withSession(session.withLeases(session.leases().minus(lease.number())));
  }

  private static ChannelState ownerGone(ChannelState state, Change.OwnerGone c) {
    OwnerState owner = state.owner(c.owner());
    Timed<ProducerKey> gone = state.gone();
    for (ProducerKey key : owner.producers()) {
      gone = gone.plus(key, c.at());
    }
    return state
        .withGone(gone)
        .withOwner(c.owner(), owner.withProducers(OwnerState.NONE.producers()));
  }

  private static ChannelState expired(ChannelState state, Change.Expired c) {
    ChannelState next = state;
    for (String key : state.keys().until(c.until())) {
      next = next.withKeys(next.keys().minus(key)).weighing(-Weights.KEY);
    }
    for (ProducerKey key : state.gone().until(c.until())) {
      next = FoldNames.forgetProducer(next, key);
    }
    return next;
  }
}
