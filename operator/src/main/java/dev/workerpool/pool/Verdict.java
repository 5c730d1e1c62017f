package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.RestartPolicy;
import dev.workerpool.api.WorkerPoolStatus;
import java.util.List;
import java.util.Optional;

/**
 * How the pool as a whole ended. Once given, it never changes.
 *
 * @param complete whether every process that counts ended with 0
 */
record Verdict(boolean complete, String reason, String message) {

  /** The verdict that the status has already, if it has one. */
  static Optional<Verdict> given(WorkerPoolStatus status) {
    return status.conditions().stream()
        .filter(Condition::holds)
        .filter(c -> c.type().equals(Condition.COMPLETE) || c.type().equals(Condition.FAILED))
        .map(c -> new Verdict(c.type().equals(Condition.COMPLETE), c.reason(), c.message()))
        .findFirst();
  }

  /**
   * Whether every process that the pool waits for has ended for good, so that its daemons are to
   * end too. Not before any has started, not while none is asked for, and never where the policy
   * starts each of them again.
   */
  static boolean isOver(Observed observed, Membership members, Census census, Restarts restarts) {
    var spec = observed.pool().getSpec();
    boolean none = spec.replicas() == 0 && spec.processes().isEmpty();
    if (none || spec.suspend() || spec.restartPolicy() == RestartPolicy.ALWAYS) {
      return false;
    }
    boolean some = false;
    for (String key : members.keys()) {
      if (members.daemons().contains(key)) {
        continue;
      }
      var process = census.get(key);
      if (process == null) {
        if (!restarts.requests().stops(key, 0)) {
          return false;
        }
      } else if (process.alive() || restarts.comes(process)) {
        return false;
      } else {
        some = true;
      }
    }
    return some;
  }

  /** The verdict when nothing is alive any more, or about to be. */
  static Optional<Verdict> of(
      Observed observed, Membership members, Census census, Optional<Ending> ending, boolean over) {
    if (census.alive() > 0 || !observed.creating().isEmpty() || (ending.isEmpty() && !over)) {
      return Optional.empty();
    }
    return Optional.of(
        ending
            .map(e -> new Verdict(false, e.reason(), e.message()))
            .orElseGet(() -> judge(members.known(census, false))));
  }

  private static Verdict judge(List<PoolProcess> members) {
    var counted = members.stream().filter(p -> !p.ended().asked()).toList();
    if (counted.isEmpty()) {
      return new Verdict(
          false, Ended.TERMINATED, "Every process was terminated because somebody asked for it.");
    }
    var bad = counted.stream().filter(p -> p.ended().bad()).toList();
    var failed = bad.stream().filter(p -> !p.ended().disrupted()).map(PoolProcess::key).toList();
    if (bad.isEmpty()) {
      String left = counted.size() == members.size() ? "" : " that was not terminated on request";
      return new Verdict(true, "AllSucceeded", "Every process" + left + " ended with exit code 0.");
    }
    if (failed.isEmpty()) {
      var keys = bad.stream().map(PoolProcess::key).toList();
      return new Verdict(
          false,
          "Disrupted",
          "The cluster ended %d of %d processes: %s. With restartPolicy: OnFailure they would be"
                  .formatted(keys.size(), members.size(), Intervals.some(keys, 10))
              + " started again.");
    }
    return new Verdict(
        false,
        "ProcessFailed",
        "%d of %d processes ended with another exit code than 0: %s. See status.exitCodes."
            .formatted(failed.size(), members.size(), Intervals.some(failed, 10)));
  }
}
