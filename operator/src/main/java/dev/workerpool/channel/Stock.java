package dev.workerpool.channel;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The items of a queue that nobody holds: those that are ready, and those whose time is to come.
 *
 * @param ready by position
 * @param ranked the ready ones in order of delivery; in order Priority only
 * @param delayed by position
 * @param due when each of them becomes ready
 */
record Stock(
    Order order,
    TreePMap<Long, Item> ready,
    TreePSet<Rank> ranked,
    TreePMap<Long, Item> delayed,
    TreePSet<Due> due) {

  static Stock empty(Order order) {
    return new Stock(
        order, TreePMap.empty(), TreePSet.empty(), TreePMap.empty(), TreePSet.<Due>empty());
  }

  boolean isEmpty() {
    return ready.isEmpty() && delayed.isEmpty();
  }

  int size() {
    return ready.size() + delayed.size();
  }

  /** The item that is delivered next; null when none is ready. */
  Item next() {
    if (ready.isEmpty()) {
      return null;
    }
    switch (order) {
      case LIFO:
        return ready.lastEntry().getValue();
      case PRIORITY:
        return ready.get(ranked.first().position());
      default:
        return ready.firstEntry().getValue();
    }
  }

  /** The ready ones in order of delivery. */
  Iterator<Item> inOrder() {
    switch (order) {
      case LIFO:
        return ready.descendingMap().values().iterator();
      case PRIORITY:
        Stream<Rank> ranks = ranked.stream();
        return ranks.map(rank -> ready.get(rank.position())).iterator();
      default:
        return ready.values().iterator();
    }
  }

  /** The item at that position; null when it isn't here. */
  Item item(long position) {
    Item item = ready.get(position);
    return item != null ? item : delayed.get(position);
  }

  /** With the item, delayed when it has a time before which it isn't delivered. */
  Stock plus(Item item) {
    if (item.notBefore() == null) {
      return plusReady(item);
    }
    return new Stock(
        order,
        ready,
        ranked,
        delayed.plus(item.position(), item),
        due.plus(new Due(item.notBefore(), item.position())));
  }

  private Stock plusReady(Item item) {
    return new Stock(
        order,
        ready.plus(item.position(), item),
        order == Order.PRIORITY ? ranked.plus(Rank.of(item)) : ranked,
        delayed,
        due);
  }

  Stock minus(long position) {
    Item item = ready.get(position);
    if (item != null) {
      return new Stock(
          order,
          ready.minus(position),
          order == Order.PRIORITY ? ranked.minus(Rank.of(item)) : ranked,
          delayed,
          due);
    }
    Item later = delayed.get(position);
    return later == null
        ? this
        : new Stock(
            order,
            ready,
            ranked,
            delayed.minus(position),
            due.minus(new Due(later.notBefore(), position)));
  }

  /** With all ready whose time has come. */
  Stock ripened(Instant now) {
    Stock stock = this;
    while (!stock.due.isEmpty() && !stock.due.first().at().isAfter(now)) {
      Item item = stock.delayed.get(stock.due.first().position());
      stock = stock.minus(item.position()).plusReady(item);
    }
    return stock;
  }

  /** The same items in another order. */
  Stock in(Order other) {
    if (other == order) {
      return this;
    }
    Stock stock = new Stock(other, TreePMap.empty(), TreePSet.empty(), delayed, due);
    for (Item item : ready.values()) {
      stock = stock.plusReady(item);
    }
    return stock;
  }

  /** Positions below that one. */
  List<Long> positionsBelow(long position) {
    return Stream.concat(
            ready.headMap(position).keySet().stream(), delayed.headMap(position).keySet().stream())
        .sorted()
        .toList();
  }

  /** When the next one becomes ready; null for none. */
  Instant nextDue() {
    return due.isEmpty() ? null : due.first().at();
  }
}
