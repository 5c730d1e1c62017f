package dev.workerpool.pool;

import dev.workerpool.api.RestartPolicy;
import dev.workerpool.api.WorkerPoolSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether, and when, a process that has ended is started again.
 *
 * @param droppedSince since when the server has dropped until when processes wait; null: it hasn't
 */
record Restarts(WorkerPoolSpec spec, Requests requests, Instant droppedSince) {
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

  /** Whether nothing is waited for: the program is not to blame, or somebody asked for it. */
  boolean atOnce(PoolProcess process) {
    return PoolProcess.isUncharged(process.ended())
        || requests.startsAfter(process.key(), process.attempt());
  }

  /**
   * When it may be started again, as the status remembers or its pod tells; where neither knows
   * when it ended, that counts as having been now, or when such times began to be dropped, since a
   * now that is always another one never comes. The beginning of time for at once.
   */
  Instant due(PoolProcess process, Instant now) {
    if (atOnce(process)) {
      return Instant.MIN;
    }
    if (process.due() != null) {
      return process.due();
    }
    var backoff = Backoff.after(process.charged() + 1, LONGEST);
    if (spec.restartPolicy() != RestartPolicy.ALWAYS || process.startedAt() == null) {
      return end(process, now).plus(backoff);
    }
    // From start to start: who has run for long enough is replaced at once.
    boolean well = process.ended().code() == 0;
    return process.startedAt().plus(well ? SHORTEST_CYCLE : backoff);
  }

  private Instant end(PoolProcess process, Instant now) {
    if (process.finishedAt() != null) {
      return process.finishedAt();
    }
    return process.recorded() && droppedSince != null ? droppedSince : now;
  }
}
