package dev.workerpool.channel;

import org.pcollections.AmortizedPQueue;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PQueue;

/** The last entries of a map, in the order in which they came. */
record Recent<V>(PMap<String, V> entries, PQueue<String> order) {

  static <V> Recent<V> empty() {
    return new Recent<>(HashTreePMap.empty(), AmortizedPQueue.empty());
  }

  /** The value remembered, or null. */
  V get(String key) {
    return entries.get(key);
  }

  Recent<V> plus(String key, V value) {
    PQueue<String> queue = entries.containsKey(key) ? order : order.plus(key);
    return new Recent<>(entries.plus(key, value), queue);
  }

  /** With at most so many: the oldest are forgotten. */
  Recent<V> last(int keep) {
    PMap<String, V> kept = entries;
    PQueue<String> queue = order;
    while (kept.size() > keep) {
      kept = kept.minus(queue.peek());
      queue = queue.minus();
    }
    return new Recent<>(kept, queue);
  }
}
