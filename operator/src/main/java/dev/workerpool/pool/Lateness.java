package dev.workerpool.pool;

import dev.workerpool.api.WorkerPoolSpec;
import dev.workerpool.process.ProcessState.Started;
import java.time.Instant;
import java.util.Optional;

/** When a process that is alive has taken too long, by the spec's limits and its pod's times. */
record Lateness(WorkerPoolSpec spec) {

  /** When it is to be given up for not having started, if it waits and there is a limit. */
  Optional<Instant> startDue(ObservedPod pod) {
    return spec.startDeadlineSeconds() != null
            && !pod.deleting()
            && pod.state() instanceof Started s
            && s.waiting()
            && s.since() != null
        ? Optional.of(s.since().plusSeconds(spec.startDeadlineSeconds()))
        : Optional.empty();
  }

  /**
   * When it is to be declared lost, if its node doesn't answer and there is a limit. A pod that
   * outlives its grace period is on such a node, too.
   */
  Optional<Instant> lostDue(ObservedPod pod) {
    return spec.lostAfterSeconds() != null
            && pod.state() instanceof Started s
            && (s.reason().equals(Started.NODE_UNREACHABLE)
                || s.reason().equals(Started.TERMINATING))
            && s.since() != null
        ? Optional.of(s.since().plusSeconds(spec.lostAfterSeconds()))
        : Optional.empty();
  }

  static boolean isPast(Optional<Instant> due, Instant now) {
    return due.isPresent() && !now.isBefore(due.get());
  }
}
