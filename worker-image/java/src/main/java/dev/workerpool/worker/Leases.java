package dev.workerpool.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Explicit leases by queue, in the order in which they were got. */
final class Leases {
  private final Map<String, Deque<Open>> byQueue = new HashMap<>();

  private record Open(String lease, Thread thread, boolean settling) {}

  synchronized void add(String queue, String lease) {
    byQueue
        .computeIfAbsent(queue, q -> new ArrayDeque<>())
        .add(new Open(lease, Thread.currentThread(), false));
  }

  /**
   * The oldest lease of the calling thread; the oldest of all where it has none (one thread gets,
   * others work). Null when nothing is held. It stays held, and is nobody else's, until {@link
   * #remove} or {@link #putBack}: a JVM that ends waits for what is being settled, too.
   */
  synchronized String takeOldest(String queue) {
    Deque<Open> open = byQueue.getOrDefault(queue, new ArrayDeque<>());
    Open oldest = oldest(open, Thread.currentThread());
    if (oldest == null) {
      return null;
    }
    open.remove(oldest);
    open.addLast(new Open(oldest.lease, Thread.currentThread(), true));
    return oldest.lease;
  }

  private static Open oldest(Deque<Open> open, Thread thread) {
    Open first = null;
    for (Open one : open) {
      if (!one.settling && one.thread == thread) {
        return one;
      }
      first = first == null && !one.settling ? one : first;
    }
    return first;
  }

  /** Undoes {@link #takeOldest}: that lease is the calling thread's oldest again. */
  synchronized void putBack(String queue, String lease) {
    remove(queue, lease);
    byQueue.get(queue).addFirst(new Open(lease, Thread.currentThread(), false));
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
