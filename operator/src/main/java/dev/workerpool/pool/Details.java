package dev.workerpool.pool;

import dev.workerpool.api.ProcessDetail;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Started;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Single processes for the status: failures first, then those with a trouble, at most 100. */
final class Details {
  static final int MOST = 100;

  private Details() {}

  static List<ProcessDetail> of(WorkerPool pool, Collection<PoolProcess> processes) {
    return processes.stream()
        .sorted(Comparator.comparingInt(Details::rank))
        .limit(MOST)
        .map(p -> detail(pool, p))
        .toList();
  }

  private static int rank(PoolProcess process) {
    if (process.alive()) {
      return process.running() ? 2 : 1;
    }
    return process.ended().failed() || process.ended().lost() ? 0 : 3;
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
