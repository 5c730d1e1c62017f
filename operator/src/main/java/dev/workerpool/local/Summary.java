package dev.workerpool.local;

import dev.workerpool.api.ExitCodeGroup;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolSpec;
import dev.workerpool.pool.Intervals;
import dev.workerpool.pool.Keys;
import dev.workerpool.pool.Tally;
import dev.workerpool.process.Exit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of processes at the end of a run, and a line on how it goes before that. Pure. */
final class Summary {
  private static final List<String> HEAD =
      List.of("NAME", "STATE", "EXIT CODE", "SIGNAL", "REASON", "RESTARTS");
  private static final int GAP = 3;

  private Summary() {}

  /** The keys of all processes that the spec asks for, in their order. */
  static List<String> keys(WorkerPoolSpec spec) {
    var keys = new ArrayList<String>();
    for (int i = 1; i <= spec.replicas(); i++) {
      keys.add(Integer.toString(i));
    }
    spec.processes().forEach(process -> keys.add(Keys.slug(process.name())));
    return keys;
  }

  /** The names of all processes that the spec asks for. */
  static List<String> names(WorkerPoolSpec spec) {
    return keys(spec).stream().map(key -> Keys.nameOf(spec, key)).toList();
  }

  /** A row for every process, by its last attempt as the status has it. */
  static String table(WorkerPool pool) {
    var status = pool.getStatus();
    Map<String, ExitCodeGroup> ends = new HashMap<>();
    for (var group : status.exitCodes()) {
      Intervals.parse(group.processes()).forEach(key -> ends.put(key, group));
    }
    var alive = Intervals.parse(status.started());
    var restarts = Tally.parse(status.restarts());
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    for (String key : keys(pool.getSpec())) {
      String name = Keys.nameOf(pool.getSpec(), key);
      String again = Integer.toString(restarts.getOrDefault(key, 0));
      if (ends.containsKey(key)) {
        rows.add(row(name, ends.get(key), again));
      } else {
        boolean started = alive.contains(key);
        rows.add(List.of(name, started ? "started" : "initial", "", "", "", started ? again : ""));
      }
    }
    return Table.text(rows, GAP);
  }

  private static List<String> row(String name, ExitCodeGroup end, String restarts) {
    return List.of(
        name,
        "stopped",
        Integer.toString(end.exitCode()),
        Exit.signalName(end.exitCode()).orElse(""),
        end.reason(),
        restarts);
  }

  /** How it goes: processes by state, and items by queue. */
  static String progress(WorkerPool pool, long seconds) {
    var status = pool.getStatus();
    var text = new StringBuilder("%ds  alive %d".formatted(seconds, or0(status.alive())));
    if (or0(status.succeeded()) > 0) {
      text.append(", succeeded ").append(status.succeeded());
    }
    if (or0(status.failed()) > 0) {
      text.append(", failed ").append(status.failed());
    }
    for (var queue : status.queues()) {
      text.append(
          "  %s: %d ready, %d leased, %d done"
              .formatted(queue.name(), queue.ready(), queue.leased(), queue.done()));
    }
    return text.toString();
  }

  private static int or0(Integer number) {
    return number == null ? 0 : number;
  }
}
