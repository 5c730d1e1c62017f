package dev.workerpool.pool;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.process.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the status says of the past: it alone knows once pods are gone.
 *
 * @param attempts the attempt each process is in, where it is not 0
 * @param uncharged how many ends of a process are not charged to backoffLimit
 * @param ended how the attempt ended, for processes that have ended
 * @param started processes whose attempt was seen to be alive
 * @param due when a process may be started again, where no pod tells
 */
record History(
    Map<String, Integer> attempts,
    Map<String, Integer> uncharged,
    Map<String, Ended> ended,
    Set<String> started,
    Map<String, Instant> due) {

  /**
   * What the status says.
   *
   * @param dropped waits that it would have, if the server had kept them
   */
  static History of(WorkerPoolStatus status, List<BackoffGroup> dropped) {
    Map<String, Ended> ended = new HashMap<>();
    for (var group : status.exitCodes()) {
      var end = new Ended(group.exitCode(), Source.of(group.source()), group.reason());
      Intervals.parse(group.processes()).forEach(key -> ended.put(key, end));
    }
    return new History(
        Tally.parse(status.restarts()),
        Tally.parse(status.disruptions()),
        ended,
        Intervals.parse(status.started()),
        Waits.parse(status.backoff().isEmpty() ? dropped : status.backoff()));
  }

  int attempt(String key) {
    return attempts.getOrDefault(key, 0);
  }

  boolean knows(String key) {
    return ended.containsKey(key) || started.contains(key);
  }
}
