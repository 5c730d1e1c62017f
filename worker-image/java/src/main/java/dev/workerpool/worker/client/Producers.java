package dev.workerpool.worker.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The producers of this process. A put has a producer of its own while it lasts, so that puts of
 * several threads don't wait for each other; those of one thread use the same and keep their order.
 */
final class Producers {
  private final Supplier<String> ids;
  private final Map<String, Deque<Producer>> idle = new HashMap<>();

  Producers(Supplier<String> ids) {
    this.ids = ids;
  }

  /** A producer and the sequence number of its next item, counted from 1. */
  static final class Producer {
    final String id;
    private long next = 1;

    private Producer(String id) {
      this.id = id;
    }

    long next() {
      return next;
    }

    void sent(int items) {
      next += items;
    }
  }

  synchronized Producer borrow(String queue) {
    Deque<Producer> free = idle.get(queue);
    return free == null || free.isEmpty() ? fresh() : free.pop();
  }

  /** Only when the outcome of its last put is known: a number must never be used for two items. */
  synchronized void giveBack(String queue, Producer producer) {
    idle.computeIfAbsent(queue, q -> new ArrayDeque<>()).push(producer);
  }

  Producer fresh() {
    return new Producer(ids.get());
  }
}
