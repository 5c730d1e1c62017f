package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPoolStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Events for what changed from the last status to the next, a few lines however many processes. */
final class Transitions {
  private static final int MOST_NAMES = 5;

  /** Reasons for not being ready that are on their way to being so, or told by other events. */
  private static final Set<String> NO_NEWS =
      Set.of(
          "Starting",
          "Restarting",
          "ProcessFailed",
          "Disrupted",
          "Suspending",
          "Suspended",
          "EndingDaemons",
          "Terminated");

  private Transitions() {}

  static List<PoolEvent> of(
      WorkerPoolStatus before, WorkerPoolStatus after, Census census, History history) {
    var events = new ArrayList<PoolEvent>();
    started(census, history, events);
    ended(census.all(), events);
    for (var condition : after.conditions()) {
      condition(Conditions.find(before.conditions(), condition.type()).orElse(null), condition)
          .ifPresent(events::add);
    }
    return events;
  }

  private static void started(Census census, History history, List<PoolEvent> events) {
    var fresh =
        census.all().stream()
            .filter(PoolProcess::alive)
            .filter(
                p ->
                    !history.started().contains(p.key()) || history.attempt(p.key()) != p.attempt())
            .toList();
    var first = keys(fresh.stream().filter(p -> p.attempt() == 0).toList());
    var again = keys(fresh.stream().filter(p -> p.attempt() > 0).toList());
    if (!first.isEmpty()) {
      events.add(new PoolEvent(false, "Started", "Started " + processes(first)));
    }
    if (!again.isEmpty()) {
      events.add(new PoolEvent(false, "Restarted", "Started again " + processes(again)));
    }
  }

  private static void ended(Collection<PoolProcess> processes, List<PoolEvent> events) {
    Map<String, List<PoolProcess>> byEnd =
        processes.stream()
            .filter(p -> !p.alive() && !p.recorded())
            .collect(Collectors.groupingBy(Transitions::end, TreeMap::new, Collectors.toList()));
    byEnd.forEach(
        (end, those) -> {
          var ended = those.get(0).ended();
          boolean bad = ended.bad();
          String reason = ended.lost() ? "Lost" : bad ? "ProcessFailed" : "Ended";
          events.add(new PoolEvent(bad, reason, "Ended: " + processes(keys(those)) + ", " + end));
        });
  }

  private static String end(PoolProcess process) {
    var ended = process.ended();
    return "exit code %d (%s, %s)".formatted(ended.code(), ended.reason(), ended.source().word());
  }

  private static Optional<PoolEvent> condition(Condition before, Condition after) {
    boolean same =
        before != null
            && before.status().equals(after.status())
            && before.reason().equals(after.reason());
    if (same) {
      return Optional.empty();
    }
    return switch (after.type()) {
      case Condition.COMPLETE, Condition.FAILED ->
          event(after.holds(), after.type().equals(Condition.FAILED), after.type(), after);
      case Condition.SUSPENDED -> suspension(before, after);
      case Condition.REQUESTS_ACCEPTED -> event(!after.holds(), true, after.reason(), after);
      case Condition.READY -> event(isTrouble(after), true, after.reason(), after);
      case Condition.CHANNEL_READY ->
          event(after.status().equals(Condition.FALSE), true, after.reason(), after);
      default -> Optional.empty();
    };
  }

  private static Optional<PoolEvent> suspension(Condition before, Condition after) {
    boolean resumed = before != null && before.holds() && !after.holds();
    return resumed
        ? Optional.of(new PoolEvent(false, "Resumed", "The processes are started again."))
        : event(after.holds(), false, after.reason(), after);
  }

  /** Not ready is news only when it is not on its way to being so. */
  private static boolean isTrouble(Condition ready) {
    return ready.status().equals(Condition.FALSE) && !NO_NEWS.contains(ready.reason());
  }

  private static Optional<PoolEvent> event(
      boolean wanted, boolean warning, String reason, Condition condition) {
    return wanted
        ? Optional.of(new PoolEvent(warning, reason, condition.message()))
        : Optional.empty();
  }

  private static List<String> keys(Collection<PoolProcess> processes) {
    return processes.stream().map(PoolProcess::key).toList();
  }

  private static String processes(List<String> keys) {
    return (keys.size() == 1 ? "process " : keys.size() + " processes: ")
        + Intervals.some(keys, MOST_NAMES);
  }
}
