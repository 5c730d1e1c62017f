package dev.workerpool.channel;

import org.pcollections.AmortizedPQueue;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PQueue;

/**
 * The last few entries of a map: past the limit the oldest is forgotten.
 *
 * @param limit how many are kept
 */
record Recent<V>(int limit, PMap<String, V> entries, PQueue<String> order) {

  static <V> Recent<V> of(int limit) {
    return new Recent<>(limit, HashTreePMap.empty(), AmortizedPQueue.empty());
  }

  /** The value remembered, or null. */
  V get(String key) {
    return entries.get(key);
  }

  Recent<V> plus(String key, V value) {
    if (entries.containsKey(key)) {
      return new Recent<>(limit, entries.plus(key, value), order);
    }
    PMap<String, V> kept = entries;
    PQueue<String> queue = order;
    if (kept.size() >= limit) {
      kept = kept.minus(queue.peek());
      queue = queue.minus();
    }
    return new Recent<>(limit, kept.plus(key, value), queue.plus(key));
  }
}
