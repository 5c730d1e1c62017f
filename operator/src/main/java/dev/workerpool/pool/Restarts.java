package dev.workerpool.pool;

import dev.workerpool.api.RestartPolicy;
import dev.workerpool.api.WorkerPoolSpec;
import java.time.Duration;
import java.time.Instant;

/** Whether, and when, a process that has ended is started again. */
record Restarts(WorkerPoolSpec spec, Requests requests) {
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** With Always, a process that ended well is started at most so often. */
  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(10);

  /** Whether another attempt is to come of a member of the pool that has ended. */
  boolean comes(PoolProcess process) {
    if (requests.stops(process.key(), process.attempt() + 1)) {
      return false;
    }
    var ended = process.ended();
    return requests.startsAfter(process.key(), process.attempt())
        || ended.isFor(Ended.SCALED_DOWN)
        || ended.isFor(Ended.SUSPENDED)
        || byPolicy(process, ended);
  }

  private boolean byPolicy(PoolProcess process, Ended ended) {
    if (spec.restartPolicy() == RestartPolicy.ALWAYS) {
      return true;
    }
    if (ended.asked()) {
      return false;
    }
    boolean left = process.charged() < spec.backoffLimit();
    if (ended.refusedByCluster()) {
      // It never ran, so running it is no second time, whatever the policy.
      return ended.disrupted() || left;
    }
    return spec.restartPolicy() == RestartPolicy.ON_FAILURE
        && ended.code() != 0
        && (ended.disrupted() || left);
  }

  /** When it may be started again, by what its pod says; the beginning of time for at once. */
  Instant due(PoolProcess process) {
    var ended = process.ended();
    if (PoolProcess.isUncharged(ended)
        || requests.startsAfter(process.key(), process.attempt())
        || process.finishedAt() == null) {
      return Instant.MIN;
    }
    var backoff = Backoff.after(process.charged() + 1, LONGEST);
    if (spec.restartPolicy() != RestartPolicy.ALWAYS || process.startedAt() == null) {
      return process.finishedAt().plus(backoff);
    }
    // From start to start: who has run for long enough is replaced at once.
    return process.startedAt().plus(ended.code() == 0 ? SHORTEST_CYCLE : backoff);
  }
}
