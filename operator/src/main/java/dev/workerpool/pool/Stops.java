package dev.workerpool.pool;

import dev.workerpool.process.ProcessState.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which processes to end now. The reason is stamped on the pod first, and what was stamped is
 * carried through, whatever has changed meanwhile.
 *
 * @param actions deletes, retirements and kills
 * @param dueAt the next time at which something is too late, if anything may be
 */
record Stops(List<PodAction> actions, Optional<Instant> dueAt) {
  /** So long a worker's runtime may take to hear from the relay that it is to kill itself. */
  static final Duration KILL_WITHIN = Duration.ofSeconds(12);

  private record Wishes(Situation situation, Set<String> surplus, Lateness lateness) {

    /** Why the process shall end, or null. */
    String reason(PoolProcess process) {
      var observed = situation.observed();
      if (process.pod().stopReason() != null) {
        return process.pod().stopReason();
      }
      if (situation.ending().isPresent()) {
        return situation.ending().get().stopReason();
      }
      if (observed.pool().getSpec().suspend()) {
        return Ended.SUSPENDED;
      }
      if (situation.requests().stops(process.key(), process.attempt())) {
        return Ended.TERMINATED;
      }
      if (surplus.contains(process.key())) {
        return Ended.SCALED_DOWN;
      }
      if (situation.over() || situation.verdict().isPresent()) {
        return Ended.TERMINATED;
      }
      return Lateness.isPast(lateness.startDue(process.pod()), observed.now())
          ? Ended.START_FAILED
          : null;
    }
  }

  static Stops of(Situation situation) {
    var observed = situation.observed();
    var lateness = new Lateness(observed.pool().getSpec());
    var surplus = new HashSet<String>();
    if (situation.faults().isEmpty()) {
      situation.members().surplus().forEach(p -> surplus.add(p.key()));
    }
    var wishes = new Wishes(situation, surplus, lateness);
    var actions = new ArrayList<PodAction>();
    Instant due = null;
    for (var process : situation.census().all()) {
      if (process.pod() == null || !process.alive()) {
        continue;
      }
      var pod = process.pod();
      var action = action(situation, process, wishes);
      action.ifPresent(actions::add);
      due = sooner(due, lateness.lostDue(pod).orElse(null), observed.now());
      due = sooner(due, lateness.startDue(pod).orElse(null), observed.now());
      due = sooner(due, pod.killAt(), observed.now());
    }
    actions.addAll(leaving(situation));
    return new Stops(actions, Optional.ofNullable(due));
  }

  /** Those whose number has been taken again before they were through with leaving. */
  private static List<PodAction> leaving(Situation situation) {
    return situation.observed().pods().stream()
        .filter(p -> !p.deleting() && Retention.leavesBesideSuccessor(p, situation.census()))
        .map(p -> departure(situation, p))
        .toList();
  }

  private static Optional<PodAction> action(
      Situation situation, PoolProcess process, Wishes wishes) {
    var pod = process.pod();
    Instant now = situation.observed().now();
    if (Ended.KILLED.equals(pod.stopReason())) {
      boolean wait = pod.killing() || (pod.killAt() != null && now.isBefore(pod.killAt()));
      return wait ? Optional.empty() : Optional.of(new PodAction.Delete(pod.ref(), null, true));
    }
    if (situation.requests().kills(process.key(), process.attempt())) {
      return Optional.of(new PodAction.Kill(pod.ref(), now.plus(KILL_WITHIN)));
    }
    String reason = pod.deleting() ? null : wishes.reason(process);
    if (reason == null) {
      return Optional.empty();
    }
    return Optional.of(
        reason.equals(Ended.SCALED_DOWN)
            ? departure(situation, pod)
            : new PodAction.Delete(pod.ref(), reason));
  }

  private static PodAction departure(Situation situation, ObservedPod pod) {
    return mayBeBusy(situation, pod)
        ? new PodAction.Retire(pod.ref())
        : new PodAction.Delete(pod.ref(), Ended.SCALED_DOWN);
  }

  /**
   * Whether it may hold items that it may finish first; one that was retired and is idle since will
   * get no more. When the whole pool ends, or it shall not be alive, nobody waits for it.
   */
  private static boolean mayBeBusy(Situation situation, ObservedPod pod) {
    if (situation.startsNothing() || situation.requests().stops(pod.key(), pod.attempt())) {
      return false;
    }
    var channel = situation.observed().channel();
    boolean retired = pod.stopReason() != null;
    boolean idle = channel.idle().contains(pod.ref().uid());
    return channel.known()
        && pod.state() instanceof Started s
        && !s.waiting()
        && !(retired && idle);
  }

  private static Instant sooner(Instant a, Instant b, Instant now) {
    if (b == null || !b.isAfter(now)) {
      return a;
    }
    return a == null || b.isBefore(a) ? b : a;
  }
}
