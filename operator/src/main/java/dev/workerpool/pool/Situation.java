package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.process.ProcessState.Started;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the pool stands, in the words of its conditions.
 *
 * @param faults of the spec; while there are any, nothing is started
 * @param problem that keeps wanted pods from being created
 */
record Situation(
    Observed observed,
    Membership members,
    Census census,
    List<String> faults,
    Optional<Problem> problem,
    Optional<Verdict> verdict) {
  private static final Set<String> USUAL = Set.of("Running", "Starting", "Terminating");

  private record Ready(boolean holds, String reason, String message) {}

  List<Condition> conditions(WorkerPoolStatus before) {
    Long generation = observed.pool().getMetadata().getGeneration();
    var conditions = new Conditions(before.conditions(), generation, observed.now());
    var ready = ready();
    conditions.put(Condition.READY, ready.holds(), ready.reason(), ready.message());
    boolean busy = verdict.isEmpty() && !ready.holds() && !stalled();
    conditions.put(
        Condition.RECONCILING,
        busy,
        busy ? ready.reason() : "Settled",
        busy ? ready.message() : "There is nothing to do at the moment.");
    conditions.put(
        Condition.STALLED,
        stalled(),
        stalled() ? ready.reason() : "Progressing",
        stalled() ? ready.message() : "Nothing is in the way.");
    channel(conditions);
    shim(conditions);
    verdict(conditions);
    return conditions.list();
  }

  private boolean stalled() {
    return verdict.map(v -> !v.complete()).orElse(!faults.isEmpty() || problem.isPresent());
  }

  private Ready ready() {
    if (verdict.isPresent()) {
      return new Ready(verdict.get().complete(), verdict.get().reason(), verdict.get().message());
    }
    if (!faults.isEmpty()) {
      return new Ready(false, "InvalidSpec", String.join("; ", faults) + ". Change the spec.");
    }
    if (problem.isPresent()) {
      return new Ready(false, problem.get().reason(), problem.get().message());
    }
    return trouble().orElseGet(this::progress);
  }

  /** A process that cannot start for a reason that people have to know. */
  private Optional<Ready> trouble() {
    return census.all().stream()
        .filter(p -> p.alive() && p.pod() != null)
        .filter(p -> !(p.pod().state() instanceof Started s) || !USUAL.contains(s.reason()))
        .findFirst()
        .map(this::trouble);
  }

  private Ready trouble(PoolProcess process) {
    String name = Keys.nameOf(observed.pool().getSpec(), process.key());
    if (!(process.pod().state() instanceof Started s)) {
      return new Ready(
          false, "StateUnknown", name + ": its pod is in a state that is not known here.");
    }
    String next = "Look at `kubectl describe pod " + process.pod().ref().name() + "`.";
    return new Ready(false, s.reason(), "%s: %s%s".formatted(name, sentence(s.message()), next));
  }

  private static String sentence(String words) {
    return words.isEmpty() || words.endsWith(".") ? words + " " : words + ". ";
  }

  private Ready progress() {
    int wanted = members.keys().size();
    if (wanted == 0) {
      return new Ready(
          true, "NoProcesses", "The spec asks for no process: set spec.replicas or processes.");
    }
    var known = members.known(census);
    long up = known.stream().filter(p -> p.running() || !p.alive()).count();
    boolean restarting =
        known.stream().anyMatch(p -> !p.alive() && Starts.restarts(observed.pool().getSpec(), p));
    if (restarting) {
      return new Ready(false, "Restarting", "A process that failed waits to be started again.");
    }
    return up == wanted
        ? new Ready(true, "AllStarted", "All processes have started.")
        : new Ready(false, "Starting", "%d of %d processes have started.".formatted(up, wanted));
  }

  private void channel(Conditions conditions) {
    var view = observed.channel();
    if (view.problemReason() != null) {
      conditions.put(
          Condition.CHANNEL_READY,
          view.known() ? Condition.FALSE : Condition.UNKNOWN,
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

  private void shim(Conditions conditions) {
    boolean exact = observed.pool().getSpec().shim() != Shim.NONE;
    conditions.put(
        Condition.EXIT_CODES_EXACT,
        exact,
        exact ? "ShimRecords" : "NoShim",
        exact
            ? "A process of ours in each pod records how the worker ended."
            : "With shim: None, exit codes are the container runtime's: exit(137) looks like"
                + " SIGKILL.");
  }

  private void verdict(Conditions conditions) {
    boolean complete = verdict.map(Verdict::complete).orElse(false);
    boolean failed = verdict.isPresent() && !complete;
    String reason = verdict.map(Verdict::reason).orElse("NotFinished");
    String message = verdict.map(Verdict::message).orElse("The pool has not finished.");
    conditions.put(Condition.COMPLETE, complete, reason, message);
    conditions.put(Condition.FAILED, failed, reason, message);
    conditions.put(Condition.FINISHED, verdict.isPresent(), reason, message);
  }
}
