package dev.workerpool.pool;

import dev.workerpool.api.Condition;
import dev.workerpool.process.ProcessState.Started;
import java.util.Optional;
import java.util.Set;

/**
 * The three conditions by which kstatus, Argo CD and Flux read a resource: Ready, Reconciling
 * (something is under way), Stalled (nothing goes on until somebody does something).
 */
record Readiness(Situation situation) {
  private static final Set<String> USUAL = Set.of(Started.RUNNING, "Starting", Started.TERMINATING);

  private enum Motion {
    UNDER_WAY,
    STALLED,
    AT_REST
  }

  private record Ready(boolean holds, Motion motion, String reason, String message) {}

  void into(Conditions conditions) {
    var ready = ready();
    boolean busy = ready.motion() == Motion.UNDER_WAY;
    boolean stalled = ready.motion() == Motion.STALLED;
    conditions.put(Condition.READY, ready.holds(), ready.reason(), ready.message());
    conditions.put(
        Condition.RECONCILING,
        busy,
        busy ? ready.reason() : "Settled",
        busy ? ready.message() : "There is nothing to do at the moment.");
    conditions.put(
        Condition.STALLED,
        stalled,
        stalled ? ready.reason() : "Progressing",
        stalled ? ready.message() : "Nothing is in the way.");
  }

  private Ready ready() {
    if (situation.verdict().isPresent()) {
      var verdict = situation.verdict().get();
      return verdict.complete()
          ? new Ready(true, Motion.AT_REST, verdict.reason(), verdict.message())
          : new Ready(false, Motion.STALLED, verdict.reason(), verdict.message());
    }
    if (situation.ending().isPresent()) {
      var ending = situation.ending().get();
      return underWay(ending.reason(), ending.message() + " " + stillAlive());
    }
    if (!situation.faults().isEmpty()) {
      String faults = String.join("; ", situation.faults());
      return new Ready(false, Motion.STALLED, "InvalidSpec", faults + ". Change the spec.");
    }
    if (situation.suspended()) {
      return suspended();
    }
    if (situation.over()) {
      return underWay("EndingDaemons", "All others have ended, daemons are. " + stillAlive());
    }
    if (situation.problem().isPresent()) {
      var problem = situation.problem().get();
      return new Ready(false, Motion.STALLED, problem.reason(), problem.message());
    }
    return trouble().orElseGet(this::progress);
  }

  private static Ready underWay(String reason, String message) {
    return new Ready(false, Motion.UNDER_WAY, reason, message);
  }

  private String stillAlive() {
    return "Alive still: " + situation.census().alive() + ".";
  }

  private Ready suspended() {
    return situation.census().alive() > 0
        ? underWay("Suspending", "spec.suspend ends the processes. " + stillAlive())
        : new Ready(
            false,
            Motion.AT_REST,
            Ended.SUSPENDED,
            "spec.suspend keeps processes from running; set it to false to start them again.");
  }

  /** A process that cannot start for a reason that people have to know. */
  private Optional<Ready> trouble() {
    return situation.census().all().stream()
        .filter(p -> p.alive() && p.pod() != null)
        .filter(p -> !(p.pod().state() instanceof Started s) || !USUAL.contains(s.reason()))
        .findFirst()
        .map(this::trouble);
  }

  private Ready trouble(PoolProcess process) {
    String name = Keys.nameOf(situation.observed().pool().getSpec(), process.key());
    if (!(process.pod().state() instanceof Started s)) {
      return underWay(
          "StateUnknown",
          name
              + ": its pod is in a state that is not known here; what was known before stays. Look"
              + " at `kubectl describe pod %s`.".formatted(process.pod().ref().name()));
    }
    String next = "Look at `kubectl describe pod " + process.pod().ref().name() + "`.";
    return underWay(s.reason(), "%s: %s%s".formatted(name, sentence(s.message()), next));
  }

  private static String sentence(String words) {
    return words.isEmpty() || words.endsWith(".") ? words + " " : words + ". ";
  }

  private Ready progress() {
    var census = situation.census();
    int wanted = situation.members().keys().size();
    if (wanted == 0) {
      return new Ready(
          true,
          Motion.AT_REST,
          "NoProcesses",
          "The spec asks for no process: set spec.replicas or processes.");
    }
    var known = situation.members().known(census);
    if (known.stream().anyMatch(p -> !p.alive() && situation.restarts().comes(p))) {
      return underWay("Restarting", "A process that has ended waits to be started again.");
    }
    var requests = situation.requests();
    long held =
        situation.members().keys().stream()
            .filter(k -> census.get(k) == null && requests.stops(k, 0))
            .count();
    long up = held + known.stream().filter(p -> p.running() || !p.alive()).count();
    return up == wanted
        ? new Ready(true, Motion.AT_REST, "AllStarted", "All processes have started.")
        : underWay("Starting", "%d of %d processes have started.".formatted(up, wanted));
  }
}
