package dev.workerpool.pool;

import dev.workerpool.api.ProcessDetail;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Started;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Single processes for the status: failures first, then those with a trouble, at most 100. */
final class Details {
  static final int MOST = 100;

  private Details() {}

  static List<ProcessDetail> of(Situation situation) {
    var pool = situation.observed().pool();
    var details = new ArrayList<ProcessDetail>();
    details(pool, situation.census(), 0, 1, details);
    initial(situation, details);
    details(pool, situation.census(), 2, 3, details);
    return details;
  }

  private static void details(
      WorkerPool pool, Census census, int fromRank, int toRank, List<ProcessDetail> details) {
    census.all().stream()
        .filter(p -> rank(p) >= fromRank && rank(p) <= toRank)
        .sorted(Comparator.comparingInt(Details::rank))
        .limit(MOST - details.size())
        .map(p -> detail(pool, p))
        .forEach(details::add);
  }

  /** Members that have no pod yet. */
  private static void initial(Situation situation, List<ProcessDetail> details) {
    String reason = situation.whyNotStarted();
    var spec = situation.observed().pool().getSpec();
    for (String key : situation.members().keys()) {
      if (details.size() >= MOST) {
        return;
      }
      if (situation.census().get(key) == null) {
        String name = Keys.nameOf(spec, key);
        details.add(new ProcessDetail(key, name, "initial", null, null, null, null, reason, null));
      }
    }
  }

  private static int rank(PoolProcess process) {
    if (process.alive()) {
      return process.running() ? 2 : 1;
    }
    return process.ended().bad() ? 0 : 3;
  }

  private static ProcessDetail detail(WorkerPool pool, PoolProcess process) {
    String name = Keys.nameOf(pool.getSpec(), process.key());
    String pod = WorkerPods.name(pool, process.key(), process.attempt());
    var ended = process.ended();
    if (ended == null) {
      return new ProcessDetail(
          process.key(), name, "started", null, null, null, null, aliveReason(process), pod);
    }
    return new ProcessDetail(
        process.key(),
        name,
        "stopped",
        ended.code(),
        Exit.signalName(ended.code()).orElse(null),
        ended.source().word(),
        ended.ran(),
        ended.reason(),
        pod);
  }

  private static String aliveReason(PoolProcess process) {
    if (process.pod() == null) {
      return "Starting";
    }
    return process.pod().state() instanceof Started s ? s.reason() : "Unknown";
  }
}
