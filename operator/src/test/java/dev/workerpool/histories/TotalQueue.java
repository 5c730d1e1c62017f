package dev.workerpool.histories;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The total-queue checker of Jepsen, in our own words: what goes in must come out. The queue has to
 * be drained before the history ends.
 *
 * <ul>
 *   <li>lost: put for certain, and never got
 *   <li>unexpected: got, and nobody tried to put it
 *   <li>duplicated: got more often than anybody tried to put it
 *   <li>recovered: got, though nobody knew whether it was put
 * </ul>
 *
 * A dequeue counts when its acknowledgement did: before that, an item may be delivered again.
 */
record TotalQueue(
    Map<String, Integer> lost,
    Map<String, Integer> unexpected,
    Map<String, Integer> duplicated,
    Map<String, Integer> recovered,
    long enqueued,
    long dequeued) {

  static TotalQueue check(List<History.Op> history) {
    Map<String, Integer> attempts = count(history, History.What.ENQUEUE, History.Type.INVOKE);
    Map<String, Integer> enqueues = count(history, History.What.ENQUEUE, History.Type.OK);
    Map<String, Integer> dequeues = count(history, History.What.DEQUEUE, History.Type.OK);
    Map<String, Integer> certain = dequeues;
    // One whose acknowledgement nobody knows the end of was got, too, if it isn't there any more.
    Map<String, Integer> perhaps = count(history, History.What.DEQUEUE, History.Type.INFO);
    Map<String, Integer> lost = minus(minus(enqueues, certain), perhaps);
    Map<String, Integer> unexpected = new TreeMap<>(dequeues);
    unexpected.keySet().removeAll(attempts.keySet());
    Map<String, Integer> duplicated = minus(dequeues, attempts);
    duplicated.keySet().removeAll(unexpected.keySet());
    Map<String, Integer> recovered = minus(dequeues, enqueues);
    recovered.keySet().retainAll(attempts.keySet());
    return new TotalQueue(lost, unexpected, duplicated, recovered, sum(enqueues), sum(dequeues));
  }

  boolean valid() {
    return lost.isEmpty() && unexpected.isEmpty() && duplicated.isEmpty();
  }

  private static Map<String, Integer> count(
      List<History.Op> history, History.What what, History.Type type) {
    Map<String, Integer> counts = new HashMap<>();
    history.stream()
        .filter(op -> op.what() == what && op.type() == type && op.value() != null)
        .forEach(op -> counts.merge(op.value(), 1, Integer::sum));
    return counts;
  }

  private static Map<String, Integer> minus(Map<String, Integer> a, Map<String, Integer> b) {
    Map<String, Integer> rest = new TreeMap<>();
    a.forEach(
        (value, times) -> {
          int left = times - b.getOrDefault(value, 0);
          if (left > 0) {
            rest.put(value, left);
          }
        });
    return rest;
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }
}
