package dev.workerpool.pool;

import dev.workerpool.api.RestartPolicy;
import dev.workerpool.api.WorkerPoolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which attempts to start now.
 *
 * @param creates what to start
 * @param nextIn when the next restart is due, if one waits
 */
record Starts(List<PodAction.Create> creates, Optional<Duration> nextIn) {
  static final Duration LONGEST_RESTART = Duration.ofMinutes(5);

  static Starts of(Observed observed, Membership members, Census census) {
    var creates = new ArrayList<PodAction.Create>();
    Duration next = null;
    for (String key : members.keys()) {
      var process = census.get(key);
      if (process == null) {
        creates.add(new PodAction.Create(key, 0));
        continue;
      }
      var wait = wait(observed.pool().getSpec(), process, observed.now());
      if (wait.isEmpty()) {
        continue;
      }
      if (wait.get().isZero()) {
        creates.add(new PodAction.Create(key, process.attempt() + 1));
      } else {
        next = next == null || wait.get().compareTo(next) < 0 ? wait.get() : next;
      }
    }
    creates.removeIf(
        c -> observed.creating().contains(WorkerPods.name(observed.pool(), c.key(), c.attempt())));
    return new Starts(creates, Optional.ofNullable(next));
  }

  /** How long until the process is started again; empty when it isn't. */
  static Optional<Duration> wait(WorkerPoolSpec spec, PoolProcess process, Instant now) {
    if (process.leaving()) {
      return Optional.of(Duration.ZERO);
    }
    if (process.alive() || !restarts(spec, process)) {
      return Optional.empty();
    }
    if (!process.recorded()) {
      return Optional.of(Duration.ofMillis(1));
    }
    if (process.finishedAt() == null || PoolProcess.isUncharged(process.ended())) {
      return Optional.of(Duration.ZERO);
    }
    var due = process.finishedAt().plus(Backoff.after(process.charged() + 1, LONGEST_RESTART));
    return Optional.of(now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO);
  }

  /** Whether a process that has ended is to be started again. */
  static boolean restarts(WorkerPoolSpec spec, PoolProcess process) {
    var ended = process.ended();
    if (ended.asked()) {
      return true;
    }
    return spec.restartPolicy() == RestartPolicy.ON_FAILURE
        && ended.code() != 0
        && (ended.disrupted() || process.charged() < spec.backoffLimit());
  }
}
