package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.FailurePolicy;
import dev.workerpool.api.WorkerPoolStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why the whole pool is being ended before all its processes have ended by themselves. Nothing is
 * started any more, and when nothing is alive the pool is Failed.
 *
 * @param reason of the verdict, one CamelCase word
 * @param stopReason what the processes that it ends are recorded with
 */
record Ending(String reason, String stopReason, String message) {

  static Optional<Ending> of(
      Observed observed, Membership members, Census census, Restarts restarts) {
    var spec = observed.pool().getSpec();
    if (spec.terminate()) {
      return Optional.of(
          new Ending("Terminated", Ended.TERMINATED, "spec.terminate asked for it."));
    }
    if (spec.suspend()) {
      return Optional.empty();
    }
    if (deadline(observed).filter(d -> !observed.now().isBefore(d)).isPresent()) {
      return Optional.of(
          new Ending(
              Ended.DEADLINE_EXCEEDED,
              Ended.DEADLINE_EXCEEDED,
              "The pool took longer than its activeDeadlineSeconds, %d; raise it, or look at what"
                      .formatted(spec.activeDeadlineSeconds())
                  + " its processes wait for."));
    }
    return spec.failurePolicy() == FailurePolicy.TERMINATE
        ? failure(members, census, restarts)
        : Optional.empty();
  }

  private static Optional<Ending> failure(Membership members, Census census, Restarts restarts) {
    List<String> failed =
        members.known(census, false).stream()
            .filter(p -> !p.alive() && p.ended().bad() && !restarts.comes(p))
            .map(PoolProcess::key)
            .toList();
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Ending(
                "ProcessFailed",
                Ended.FAILURE_POLICY,
                "Failed: %s; by failurePolicy: Terminate the others were terminated. See"
                        .formatted(Intervals.some(failed, 10))
                    + " status.exitCodes."));
  }

  /** When the pool's time is over, if it has a limit: from its start or its last resumption. */
  static Optional<Instant> deadline(Observed observed) {
    Long seconds = observed.pool().getSpec().activeDeadlineSeconds();
    if (seconds == null || observed.pool().getSpec().suspend()) {
      return Optional.empty();
    }
    return Optional.of(activeSince(observed).plusSeconds(seconds));
  }

  /** Since when the pool has not been suspended: that condition remembers it. */
  private static Instant activeSince(Observed observed) {
    var status = observed.pool().getStatus();
    return Conditions.find(
            status == null ? WorkerPoolStatus.empty().conditions() : status.conditions(),
            Condition.SUSPENDED)
        .filter(c -> c.status().equals(Condition.FALSE))
        .flatMap(c -> Conditions.since(c))
        .orElse(observed.now());
  }
}
