package dev.workerpool.process;

import dev.workerpool.process.ProcessState.Started;
import dev.workerpool.process.ProcessState.Stopped;
import dev.workerpool.process.ProcessState.Unknown;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Set;

/**
 * What a pod says about its process. Total: every pod has an answer, and none throws. The container
 * decides, not the phase, which lags behind it and waits for sidecars.
 */
public final class ProcessStates {
  private static final Set<String> IMAGE_WAITS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");
  private static final Set<String> ORDINARY_WAITS = Set.of("ContainerCreating", "PodInitializing");

  private ProcessStates() {}

  /** The state of the process in that pod. */
  public static ProcessState of(Pod pod) {
    var view = new PodView(pod);
    var terminated = view.terminated();
    if (terminated != null) {
      return new Stopped(Exits.of(view, terminated));
    }
    return view.running() ? running(view) : notRunning(view);
  }

  private static ProcessState running(PodView view) {
    if (view.phaseIsTerminal()) {
      boolean gone = "DeletionByPodGC".equals(view.disruption());
      return new Stopped(Exit.lost(gone ? "NodeGone" : "StatusLost", view.disrupted()));
    }
    Instant unreachable = view.unreachableSince();
    if (unreachable != null || "NodeLost".equals(view.podReason()) || view.phaseIs("Unknown")) {
      return new Started(Started.NODE_UNREACHABLE, view.podMessage(), unreachable);
    }
    return view.deleting()
        ? new Started(Started.TERMINATING, "", view.graceEnds())
        : new Started(Started.RUNNING, "", view.runningSince());
  }

  private static ProcessState notRunning(PodView view) {
    ContainerStateTerminated last = view.lastTerminated();
    if (last != null && "ContainerStatusUnknown".equals(last.getReason())) {
      return new Stopped(Exit.lost("StatusLost", view.disrupted()));
    }
    if (view.phaseIsTerminal()) {
      return new Stopped(Exits.withoutContainer(view));
    }
    if (view.deleting() && !view.scheduled()) {
      return new Stopped(Exits.endedBeforeStart(view));
    }
    if (view.phaseIs("Pending") || view.phaseIs("Running") || view.phaseIs(null)) {
      return view.deleting()
          ? new Started(Started.TERMINATING, "", view.graceEnds())
          : waiting(view);
    }
    return new Unknown("phase " + view.phase());
  }

  private static ProcessState waiting(PodView view) {
    if (!view.scheduled()) {
      return view.schedulingMessage() == null
          ? new Started("Starting", "", view.createdAt())
          : new Started("Unschedulable", view.schedulingMessage(), view.createdAt());
    }
    var waiting = view.waiting(w -> !ORDINARY_WAITS.contains(w));
    if (waiting == null) {
      return new Started("Starting", "", view.createdAt());
    }
    String message = waiting.getMessage() == null ? "" : waiting.getMessage();
    return new Started(
        IMAGE_WAITS.contains(waiting.getReason()) ? "ImagePull" : waiting.getReason(),
        message,
        view.createdAt());
  }
}
