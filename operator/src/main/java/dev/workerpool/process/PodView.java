package dev.workerpool.process;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A pod without its nulls: the questions that a process state asks of it. */
final class PodView {
  /** Within that time of a process's end the kubelet takes its pod away, as seen on busy nodes. */
  private static final Duration LAST_WORD = Duration.ofSeconds(30);

  private final Pod pod;
  private final PodStatus status;
  private final ContainerStatus worker;

  PodView(Pod pod) {
    this.pod = pod;
    this.status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    this.worker = worker();
  }

  /**
   * Statuses are in no order: the one of the container that we named when we made the pod; of a pod
   * that doesn't say, that of the container named worker, else of the spec's first.
   */
  private ContainerStatus worker() {
    var statuses = list(status.getContainerStatuses());
    String told = annotation(Labels.CONTAINER);
    if (told != null) {
      return statuses.stream().filter(s -> told.equals(s.getName())).findFirst().orElse(null);
    }
    var containers =
        pod.getSpec() == null ? List.<Container>of() : list(pod.getSpec().getContainers());
    String first = containers.isEmpty() ? null : containers.get(0).getName();
    return Stream.of(Labels.WORKER_CONTAINER, first == null ? "" : first)
        .flatMap(name -> statuses.stream().filter(s -> name.equals(s.getName())))
        .findFirst()
        .orElse(containers.isEmpty() && !statuses.isEmpty() ? statuses.get(0) : null);
  }

  ContainerStateTerminated terminated() {
    return worker == null ? null : ended(worker.getState());
  }

  ContainerStateTerminated lastTerminated() {
    return worker == null ? null : ended(worker.getLastState());
  }

  private static ContainerStateTerminated ended(ContainerState state) {
    return state == null ? null : state.getTerminated();
  }

  boolean running() {
    return worker != null && worker.getState() != null && worker.getState().getRunning() != null;
  }

  /** When the container began to run, or null. */
  Instant runningSince() {
    return running() ? instant(worker.getState().getRunning().getStartedAt()) : null;
  }

  /**
   * Since when the node has not answered, or null when nothing says so. The node controller then
   * says that the pod is not ready; the kubelet, which alone speaks of containers, still has it
   * that they all are. (A readiness gate does the same, with a reason.)
   */
  Instant unreachableSince() {
    var ready = condition("Ready");
    var containers = condition("ContainersReady");
    boolean contradiction =
        ready != null
            && "False".equals(ready.getStatus())
            && (ready.getReason() == null || ready.getReason().isEmpty())
            && containers != null
            && "True".equals(containers.getStatus());
    return contradiction ? instant(ready.getLastTransitionTime()) : null;
  }

  Instant createdAt() {
    return instant(pod.getMetadata().getCreationTimestamp());
  }

  /** The first container, init containers first, that waits for such a reason; null if none. */
  ContainerStateWaiting waiting(Predicate<String> reason) {
    return Stream.concat(
            list(status.getInitContainerStatuses()).stream(),
            list(status.getContainerStatuses()).stream())
        .filter(s -> s.getState() != null && s.getState().getWaiting() != null)
        .map(s -> s.getState().getWaiting())
        .filter(w -> w.getReason() != null && reason.test(w.getReason()))
        .findFirst()
        .orElse(null);
  }

  /** An init container that failed, or null. */
  ContainerStateTerminated failedInit() {
    return list(status.getInitContainerStatuses()).stream()
        .filter(s -> !isSidecar(s))
        .map(s -> ended(s.getState()))
        .filter(t -> t != null && t.getExitCode() != null && t.getExitCode() != 0)
        .findFirst()
        .orElse(null);
  }

  /** Whether some init container has not been seen to complete, so that the worker hadn't begun. */
  boolean initUnfinished() {
    return list(status.getInitContainerStatuses()).stream()
        .filter(s -> !Boolean.TRUE.equals(s.getStarted()))
        .anyMatch(s -> isSidecar(s) ? hasNeverRun(s) : !hasCompleted(s));
  }

  /** A native sidecar (KEP-753), which lives as long as the worker: its end says nothing. */
  private boolean isSidecar(ContainerStatus init) {
    return pod.getSpec() != null
        && list(pod.getSpec().getInitContainers()).stream()
            .filter(c -> c.getName() != null && c.getName().equals(init.getName()))
            .anyMatch(c -> "Always".equals(c.getRestartPolicy()));
  }

  private static boolean hasNeverRun(ContainerStatus sidecar) {
    return ended(sidecar.getState()) == null && ended(sidecar.getLastState()) == null;
  }

  private static boolean hasCompleted(ContainerStatus init) {
    var end = ended(init.getState());
    return end != null && Integer.valueOf(0).equals(end.getExitCode());
  }

  /** Whether the last that was said of the container is that it is yet to be made. */
  boolean waits() {
    return worker != null
        && worker.getState() != null
        && worker.getState().getWaiting() != null
        && isWithoutTrace();
  }

  /**
   * Whether nothing tells of a container, also not of a former one: the kubelet keeps the IDs of
   * what it has seen run, and notes a former end where such a container is no longer there.
   */
  boolean isWithoutTrace() {
    return worker != null
        && isEmpty(worker.getContainerID())
        && isEmpty(worker.getImageID())
        && lastTerminated() == null
        && !Boolean.TRUE.equals(worker.getStarted())
        && (worker.getRestartCount() == null || worker.getRestartCount() == 0)
        && (terminated() == null || isEmpty(terminated().getStartedAt()));
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }

  String phase() {
    return status.getPhase();
  }

  boolean phaseIs(String phase) {
    return phase == null ? status.getPhase() == null : phase.equals(status.getPhase());
  }

  boolean phaseIsTerminal() {
    return phaseIs("Failed") || phaseIs("Succeeded");
  }

  String podReason() {
    return status.getReason();
  }

  String podMessage() {
    return status.getMessage() == null ? "" : status.getMessage();
  }

  boolean scheduled() {
    return pod.getSpec() != null && pod.getSpec().getNodeName() != null;
  }

  /** Why no node takes the pod, or null. */
  String schedulingMessage() {
    var condition = condition("PodScheduled");
    return condition != null && "False".equals(condition.getStatus())
        ? String.valueOf(condition.getMessage())
        : null;
  }

  /** The reason of the DisruptionTarget condition when it holds, else null. */
  String disruption() {
    var condition = condition("DisruptionTarget");
    return condition != null && "True".equals(condition.getStatus())
        ? String.valueOf(condition.getReason())
        : null;
  }

  boolean disrupted() {
    return disruption() != null;
  }

  private PodCondition condition(String type) {
    return list(status.getConditions()).stream()
        .filter(c -> type.equals(c.getType()))
        .findFirst()
        .orElse(null);
  }

  boolean deleting() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /**
   * When the deletion was asked for, at the earliest, or null. The timestamp on the pod is when its
   * grace period ends. Once the kubelet has said that the pod is over, that period is 0 and the
   * timestamp no longer tells when it began: then the template's own period is taken, or what a
   * busy kubelet needs for its last word where that is longer.
   */
  Instant deletedAt() {
    Instant end = instant(pod.getMetadata().getDeletionTimestamp());
    Long grace = grace();
    if (end == null || grace == null) {
      return end;
    }
    Long usual = usualGrace();
    return end.minusSeconds(
        grace > 0 || usual == null ? grace : Math.max(usual, LAST_WORD.toSeconds()));
  }

  /**
   * When the grace period of the deletion ends, or null. With the kubelet's last word it becomes 0,
   * and the timestamp one that lies after the process's end: the period has been spent then.
   */
  Instant graceEnds() {
    Long grace = grace();
    Instant end = instant(pod.getMetadata().getDeletionTimestamp());
    Long usual = usualGrace();
    return end != null && grace != null && grace == 0 && usual != null
        ? end.minusSeconds(usual)
        : end;
  }

  /** In seconds, of the deletion, or null. */
  private Long grace() {
    return bounded(pod.getMetadata().getDeletionGracePeriodSeconds());
  }

  /** In seconds, as the pod's author wants it, or null. */
  private Long usualGrace() {
    return pod.getSpec() == null ? null : bounded(pod.getSpec().getTerminationGracePeriodSeconds());
  }

  private static Long bounded(Long seconds) {
    return seconds == null ? null : Long.valueOf(GracePeriods.bounded(seconds));
  }

  /** Why we asked the process to end, or null. */
  String stopReason() {
    return annotation(Labels.STOP_REASON);
  }

  private String annotation(String name) {
    var annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }

  static Instant instant(String time) {
    try {
      return time == null ? null : Instant.parse(time);
    } catch (DateTimeParseException notATime) {
      return null;
    }
  }

  private static <T> List<T> list(List<T> list) {
    return list == null ? List.of() : list;
  }
}
