package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPoolSpec;
import java.util.Optional;

/** The conditions besides Ready, Reconciling and Stalled. */
final class OtherConditions {

  /** The relay's word for: all goes on, but puts wait. */
  private static final String PUTS_WAIT = "WriteBudgetSpent";

  private OtherConditions() {}

  static void channel(ChannelView view, Conditions conditions) {
    if (view.problemReason() != null) {
      boolean served = view.known() && view.problemReason().equals(PUTS_WAIT);
      conditions.put(
          Condition.CHANNEL_READY,
          served ? Condition.TRUE : view.known() ? Condition.FALSE : Condition.UNKNOWN,
          view.problemReason(),
          view.problemMessage());
    } else if (view.known()) {
      conditions.put(Condition.CHANNEL_READY, true, "Serving", "The relay serves the channel.");
    } else {
      conditions.put(
          Condition.CHANNEL_READY,
          Condition.UNKNOWN,
          "NotHeardOf",
          "The relay has not said anything about the channel yet; is it running?");
    }
  }

  static void shim(WorkerPoolSpec spec, Conditions conditions) {
    boolean exact = spec.shim() != Shim.NONE;
    conditions.put(
        Condition.EXIT_CODES_EXACT,
        exact,
        exact ? "ShimRecords" : "NoShim",
        exact
            ? "A process of ours in each pod records how the worker ended."
            : "With shim: None, exit codes are the container runtime's: exit(137) looks like"
                + " SIGKILL.");
  }

  /** Only where anything is asked by annotations. */
  static void requests(Situation situation, Conditions conditions) {
    var requests = situation.requests();
    if (!requests.any()) {
      return;
    }
    var faults = requests.faults(situation.members(), situation.census());
    conditions.put(
        Condition.REQUESTS_ACCEPTED,
        faults.isEmpty(),
        faults.isEmpty() ? "Understood" : "InvalidAnnotation",
        faults.isEmpty()
            ? "What the annotations ask of single processes is understood."
            : String.join("; ", faults) + ". Change or remove the annotation.");
  }

  /** Only where the server, by an older definition of the resource, forgets who waits. */
  static void waits(Situation situation, Conditions conditions) {
    if (Waits.areDropped(situation)) {
      conditions.put(
          Condition.STATUS_KEPT,
          false,
          "OlderDefinition",
          "The installed definition of WorkerPool is older than the operator, and the server drops"
              + " status.backoff: only the operator's memory knows until when processes wait."
              + " Upgrade it: kubectl apply --server-side -f crds/");
    }
  }

  static void suspended(Situation situation, Conditions conditions) {
    boolean suspended = situation.suspended();
    conditions.put(
        Condition.SUSPENDED,
        suspended,
        suspended ? Ended.SUSPENDED : "NotSuspended",
        suspended
            ? "spec.suspend keeps processes from running; set it to false to start them again."
            : "Processes may run.");
  }

  static void verdict(Optional<Verdict> verdict, Conditions conditions) {
    boolean complete = verdict.map(Verdict::complete).orElse(false);
    boolean failed = verdict.isPresent() && !complete;
    String reason = verdict.map(Verdict::reason).orElse("NotFinished");
    String message = verdict.map(Verdict::message).orElse("The pool has not finished.");
    conditions.put(Condition.COMPLETE, complete, reason, message);
    conditions.put(Condition.FAILED, failed, reason, message);
    conditions.put(Condition.FINISHED, verdict.isPresent(), reason, message);
  }
}
