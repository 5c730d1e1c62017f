package dev.workerpool.pool;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPoolStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Until when processes wait to be started again, as the status keeps it. Only where no pod tells:
 * most pods stay with the time of their end in them, and 10,000 times would be a large status.
 */
final class Waits {

  private Waits() {}

  static List<BackoffGroup> groups(Situation situation) {
    if (situation.verdict().isPresent()) {
      return List.of();
    }
    Map<Instant, List<String>> byTime = new TreeMap<>();
    for (var process : situation.members().known(situation.census())) {
      if (isToBeKept(process, situation.restarts())) {
        var due = situation.restarts().due(process, situation.observed().now());
        byTime.computeIfAbsent(wholeSeconds(due), d -> new ArrayList<>()).add(process.key());
      }
    }
    return byTime.entrySet().stream()
        .map(e -> new BackoffGroup(e.getKey().toString(), Intervals.format(e.getValue())))
        .toList();
  }

  /** Since when the server has not kept what was written of this, as the status says; or empty. */
  static Optional<Instant> droppedSince(WorkerPoolStatus before) {
    return before.backoff().isEmpty()
        ? Conditions.find(before.conditions(), Condition.STATUS_KEPT).flatMap(Conditions::since)
        : Optional.empty();
  }

  /** Whether a process waits, and the server doesn't keep until when. */
  static boolean areDropped(Situation situation) {
    var observed = situation.observed();
    return (!observed.dropped().isEmpty() || droppedSince(observed.before()).isPresent())
        && !groups(situation).isEmpty();
  }

  private static boolean isToBeKept(PoolProcess process, Restarts restarts) {
    return !process.alive()
        && restarts.comes(process)
        && !restarts.atOnce(process)
        && (process.due() != null || process.finishedAt() == null || process.pod().deleting());
  }

  private static Instant wholeSeconds(Instant time) {
    var second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? second : second.plusSeconds(1);
  }

  /** The times by key; what is no time is left out. */
  static Map<String, Instant> parse(List<BackoffGroup> groups) {
    Map<String, Instant> due = new HashMap<>();
    for (var group : groups) {
      var until = ObservedPods.instant(group.until());
      if (until != null) {
        Intervals.parse(group.processes()).forEach(key -> due.put(key, until));
      }
    }
    return due;
  }
}
