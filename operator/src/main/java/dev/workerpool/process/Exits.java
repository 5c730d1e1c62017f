package dev.workerpool.process;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** How a process ended: the code from its container, the reason from its pod where that knows. */
final class Exits {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** The reason of a process that could not be started, or not in time. */
  private static final String START_FAILED = "StartFailed";

  private static final String DEADLINE_EXCEEDED = "DeadlineExceeded";
  private static final String NODE_GONE = "NodeGone";

  private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun");

  private Exits() {}

  /** A container that was reported to have ended. */
  static Exit of(PodView pod, ContainerStateTerminated end) {
    int code = end.getExitCode() == null ? Exit.LOST_CODE : end.getExitCode();
    Instant at = PodView.instant(end.getFinishedAt());
    Optional<ShimRecord> record = ShimRecord.parse(end.getMessage());
    if (record.isPresent()) {
      return exit(pod, end, record.get().code(), Source.SHIM, at);
    }
    if ("ContainerStatusUnknown".equals(end.getReason())) {
      return neverRan(pod, end)
          ? endedBeforeStart(pod)
          : Exit.lost(isGone(pod) ? NODE_GONE : "StatusLost", pod.disrupted());
    }
    if ("Unknown".equals(end.getReason()) && code == Exit.LOST_CODE) {
      return Exit.lost("RuntimeLost", pod.disrupted());
    }
    if (end.getReason() != null && NEVER_RAN.contains(end.getReason())) {
      return new Exit(code, Source.RUNTIME, START_FAILED, at, true, pod.disrupted());
    }
    boolean killedByDeletion = code == SIGNAL_BASE + SIGKILL && deletedFirst(pod, at);
    return exit(pod, end, decode(code), killedByDeletion ? Source.SYNTHESIZED : Source.RUNTIME, at);
  }

  /** The runtime reports signal n as 128+n. */
  private static int decode(int code) {
    return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL ? SIGNAL_BASE - code : code;
  }

  /**
   * Whether the kubelet put in an end for a container that it never had. It says the same of one
   * that it has lost sight of; but that one was seen before, which leaves a trace. In evictions,
   * where real ends get lost, no conclusion is drawn from its absence.
   */
  private static boolean neverRan(PodView pod, ContainerStateTerminated end) {
    boolean told = pod.deleting() || isLate(pod);
    boolean noId = end.getContainerID() == null || end.getContainerID().isEmpty();
    boolean evicted = "Evicted".equals(pod.podReason());
    boolean noTrace = pod.initUnfinished() || (!evicted && pod.isWithoutTrace());
    return told && !isGone(pod) && noId && noTrace;
  }

  private static boolean isLate(PodView pod) {
    return DEADLINE_EXCEEDED.equals(pod.podReason());
  }

  /** Whether its node was removed: nobody will say any more what happened on it. */
  private static boolean isGone(PodView pod) {
    return pod.scheduled() && "DeletionByPodGC".equals(pod.disruption());
  }

  private static Exit exit(
      PodView pod, ContainerStateTerminated end, int code, Source source, Instant at) {
    Instant began = PodView.instant(end.getStartedAt());
    return new Exit(code, source, reason(pod, end, code, at), at, false, pod.disrupted(), began);
  }

  private static String reason(PodView pod, ContainerStateTerminated end, int code, Instant at) {
    if ("OOMKilled".equals(end.getReason())) {
      return code == -SIGKILL ? "OOMKilled" : "ChildOOM";
    }
    String pods = podReason(pod);
    if (pods != null) {
      return pods;
    }
    if (pod.stopReason() != null && code < 0) { // stamped before anything was sent
      return pod.stopReason();
    }
    if (deletedFirst(pod, at) && (code != 0 || pod.stopReason() != null)) {
      return pod.stopReason() == null ? deletedBySomebody(pod, code, at) : pod.stopReason();
    }
    if (code == 0) {
      return "Completed";
    }
    return code < 0 ? (code == -SIGKILL ? "Killed" : "Signaled") : "Error";
  }

  /** The kubelet sends SIGKILL when the grace period of a deletion is over. */
  private static String deletedBySomebody(PodView pod, int code, Instant at) {
    boolean graceSpent = at != null && pod.graceEnds() != null && !at.isBefore(pod.graceEnds());
    return code == -SIGKILL && graceSpent ? "GraceExpired" : "DeletedExternally";
  }

  /** Whether the process ended after its deletion was asked for. */
  private static boolean deletedFirst(PodView pod, Instant at) {
    return pod.deleting()
        && (at == null || pod.deletedAt() == null || !at.isBefore(pod.deletedAt()));
  }

  private static String podReason(PodView pod) {
    if ("Evicted".equals(pod.podReason())) {
      return pod.disrupted() ? "Evicted" : "EvictedOverLimit";
    }
    if (isLate(pod)) {
      return DEADLINE_EXCEEDED;
    }
    if (pod.disruption() == null) {
      return null;
    }
    return switch (pod.disruption()) {
      case "PreemptionByScheduler", "PreemptionByKubeScheduler" -> "Preempted";
      case "DeletionByTaintManager", "EvictionByEvictionAPI" -> "Drained";
      case "DeletionByPodGC" -> NODE_GONE;
      case "TerminationByKubelet" -> "NodeShutdown";
      default -> "Disrupted";
    };
  }

  /** A pod that ended though no end of the worker's container was ever reported. */
  static Exit withoutContainer(PodView pod) {
    if (pod.failedInit() != null && !pod.deleting() && !isLate(pod) && !isGone(pod)) {
      return inInit(pod, PodView.instant(pod.failedInit().getFinishedAt()));
    }
    if (isGone(pod)) {
      return Exit.lost(NODE_GONE, true);
    }
    boolean waited = pod.initUnfinished() || pod.waits();
    if (isLate(pod) && !waited) {
      return new Exit(-SIGKILL, Source.SYNTHESIZED, DEADLINE_EXCEEDED, null, false, false);
    }
    boolean asked = START_FAILED.equals(pod.stopReason());
    if (isLate(pod) || (pod.deleting() && (!pod.scheduled() || waited || asked))) {
      return endedBeforeStart(pod);
    }
    boolean refusedByNode = pod.podReason() != null && !"NodeLost".equals(pod.podReason());
    if (refusedByNode && pod.phaseIs("Failed")) {
      return new Exit(
          Exit.LOST_CODE, Source.SYNTHESIZED, "NotAdmitted", null, true, pod.disrupted());
    }
    return Exit.lost("StatusLost", pod.disrupted());
  }

  /** Whoever ends a pod ends the init container in which it is, too. */
  private static Exit inInit(PodView pod, Instant at) {
    String pods = podReason(pod);
    return pods == null
        ? new Exit(Exit.LOST_CODE, Source.SYNTHESIZED, "InitFailed", at, true, false)
        : new Exit(-SIGTERM, Source.SYNTHESIZED, pods, at, true, pod.disrupted());
  }

  /**
   * A pod that was ended before its process began: by us, also where it took too long to; by the
   * cluster; by its own deadline; or by somebody.
   */
  static Exit endedBeforeStart(PodView pod) {
    String clusters = podReason(pod) == null ? "DeletedBeforeStart" : podReason(pod);
    String reason = pod.stopReason() == null ? clusters : pod.stopReason();
    int code = START_FAILED.equals(reason) ? Exit.LOST_CODE : -SIGTERM;
    return new Exit(code, Source.SYNTHESIZED, reason, pod.deletedAt(), true, pod.disrupted());
  }
}
