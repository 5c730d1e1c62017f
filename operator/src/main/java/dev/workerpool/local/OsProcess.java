package dev.workerpool.local;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.ObservedPods;
import dev.workerpool.pool.PodRef;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;

/** One attempt of a process here, told as the pod that a cluster would show. Immutable. */
final class OsProcess {

  /**
   * How it ended.
   *
   * @param status as a shell tells it: 0 to 255, 128+n for signal n
   * @param record the shim's, or empty
   */
  record End(int status, String record, Instant at) {}

  private final Pod pod;
  private final End end;
  private final Instant deletedAt;
  private final String stopReason;
  private final boolean held;
  private final ObservedPod observed;

  private OsProcess(Pod pod, End end, Instant deletedAt, String stopReason, boolean held) {
    this.pod = pod;
    this.end = end;
    this.deletedAt = deletedAt;
    this.stopReason = stopReason;
    this.held = held;
    this.observed = ObservedPods.of(shown()).orElseThrow();
  }

  /** It runs, and its end must be recorded. */
  static OsProcess started(Pod pod) {
    return new OsProcess(pod, null, null, null, true);
  }

  OsProcess ended(End how) {
    return new OsProcess(pod, how, deletedAt, stopReason, held);
  }

  /** Its end is asked for; only the first time and reason count. */
  OsProcess deleted(Instant at, String reason) {
    return deletedAt == null ? new OsProcess(pod, end, at, reason, held) : this;
  }

  OsProcess released() {
    return new OsProcess(pod, end, deletedAt, stopReason, false);
  }

  /** Whether a cluster would no longer show it. */
  boolean gone() {
    return deletedAt != null && end != null && !held;
  }

  PodRef ref() {
    return observed.ref();
  }

  /** Whether that pod, rendered again, is this one. */
  boolean sameAs(Pod rendered) {
    return label(pod, Labels.POOL_UID).equals(label(rendered, Labels.POOL_UID))
        && label(pod, Labels.ATTEMPT).equals(label(rendered, Labels.ATTEMPT));
  }

  private static String label(Pod pod, String name) {
    return pod.getMetadata().getLabels().get(name);
  }

  ObservedPod observed() {
    return observed;
  }

  /** The pod with the status that a kubelet would write. */
  private Pod shown() {
    var metadata = new PodBuilder(pod).editMetadata();
    if (deletedAt != null) {
      metadata.withDeletionTimestamp(deletedAt.toString()).withDeletionGracePeriodSeconds(0L);
    }
    if (stopReason != null) {
      metadata.addToAnnotations(Labels.STOP_REASON, stopReason);
    }
    if (!held) {
      metadata.removeFromFinalizers(Labels.FINALIZER);
    }
    return metadata
        .endMetadata()
        .editSpec()
        .withNodeName("localhost")
        .endSpec()
        .withNewStatus()
        .withPhase(end == null ? "Running" : end.status() == 0 ? "Succeeded" : "Failed")
        .withContainerStatuses(container())
        .endStatus()
        .build();
  }

  private ContainerStatus container() {
    var status =
        new ContainerStatusBuilder()
            .withName(Launch.worker(pod.getSpec().getContainers()).getName());
    return end == null
        ? status.withNewState().withNewRunning().endRunning().endState().build()
        : status
            .withNewState()
            .withNewTerminated()
            .withContainerID("local://" + pod.getMetadata().getUid())
            .withExitCode(end.status())
            .withFinishedAt(end.at().toString())
            .withMessage(end.record())
            .endTerminated()
            .endState()
            .build();
  }
}
