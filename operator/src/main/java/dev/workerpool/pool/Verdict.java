package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPoolSpec;
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
   * The verdict when every process has ended for good; none before, and none if it asks for no
   * process.
   */
  static Optional<Verdict> of(WorkerPoolSpec spec, Membership members, Census census) {
    var known = members.known(census);
    boolean none = spec.replicas() == 0 && spec.processes().isEmpty();
    boolean allStarted = !none && known.size() == members.keys().size();
    if (!allStarted
        || census.alive() > 0
        || known.stream().anyMatch(p -> Starts.restarts(spec, p))) {
      return Optional.empty();
    }
    return Optional.of(judge(known));
  }

  private static Verdict judge(List<PoolProcess> members) {
    var counted = members.stream().filter(p -> !p.ended().disrupted()).toList();
    var failed = counted.stream().filter(p -> p.ended().code() != 0).map(PoolProcess::key).toList();
    if (counted.isEmpty()) {
      return new Verdict(false, "Disrupted", "The cluster took the pods of all processes away.");
    }
    if (failed.isEmpty()) {
      String left = counted.size() == members.size() ? "" : " that counts";
      return new Verdict(true, "AllSucceeded", "Every process" + left + " ended with exit code 0.");
    }
    return new Verdict(
        false,
        "ProcessFailed",
        "%d of %d processes ended with another exit code than 0: %s. See status.exitCodes."
            .formatted(failed.size(), members.size(), Intervals.some(failed, 10)));
  }
}
