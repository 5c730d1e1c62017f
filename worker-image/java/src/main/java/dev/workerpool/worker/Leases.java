package dev.workerpool.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Explicit leases by queue, in the order in which they were got. */
final class Leases {
  private final Map<String, Deque<Open>> byQueue = new HashMap<>();

  private record Open(String lease, Thread thread) {}

  synchronized void add(String queue, String lease) {
    byQueue
        .computeIfAbsent(queue, q -> new ArrayDeque<>())
        .add(new Open(lease, Thread.currentThread()));
  }

  /**
   * The oldest lease of the calling thread; the oldest of all where it has none (one thread gets,
   * others work). Null when nothing is held.
   */
  synchronized String takeOldest(String queue) {
    Deque<Open> open = byQueue.getOrDefault(queue, new ArrayDeque<>());
    Thread thread = Thread.currentThread();
    for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
      Open one = each.next();
      if (one.thread == thread) {
        each.remove();
        return one.lease;
      }
    }
    return open.isEmpty() ? null : open.poll().lease;
  }

  /** Undoes {@link #takeOldest}: that lease is the calling thread's oldest again. */
  synchronized void putBack(String queue, String lease) {
    byQueue.get(queue).addFirst(new Open(lease, Thread.currentThread()));
  }

  synchronized void remove(String queue, String lease) {
    byQueue.getOrDefault(queue, new ArrayDeque<>()).removeIf(open -> open.lease.equals(lease));
  }

  /** Leases by the thread that got them. */
  synchronized Map<String, Thread> all() {
    Map<String, Thread> all = new HashMap<>();
    byQueue.values().forEach(queue -> queue.forEach(open -> all.put(open.lease, open.thread)));
    return all;
  }
}
