package dev.workerpool.local;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.Ended;
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
  private final Instant startedAt;
  private final End end;
  private final Instant deletedAt;
  private final String stopReason;
  private final boolean killed;
  private final boolean held;
  private final ObservedPod observed;

  private OsProcess(
      Pod pod,
      Instant startedAt,
      End end,
      Instant deletedAt,
      String stopReason,
      boolean killed,
      boolean held) {
    this.pod = pod;
    this.startedAt = startedAt;
    this.end = end;
    this.deletedAt = deletedAt;
    this.stopReason = stopReason;
    this.killed = killed;
    this.held = held;
    this.observed = ObservedPods.of(shown()).orElseThrow();
  }

  /** It runs, and its end must be recorded. */
  static OsProcess started(Pod pod, Instant at) {
    return new OsProcess(pod, at, null, null, null, false, true);
  }

  OsProcess ended(End how) {
    return new OsProcess(pod, startedAt, how, deletedAt, stopReason, killed, held);
  }

  /** Its end is asked for; only the first time counts, unless a kill follows. */
  OsProcess deleted(Instant at, String reason, boolean kill) {
    var asked = reason == null ? this : stamped(reason);
    return new OsProcess(
        pod,
        startedAt,
        end,
        deletedAt == null ? at : deletedAt,
        asked.stopReason,
        killed || kill,
        held);
  }

  /** It is known why it is to end. Only the first reason counts, unless it is killed. */
  OsProcess stamped(String reason) {
    boolean kept = stopReason != null && !reason.equals(Ended.KILLED);
    return kept ? this : new OsProcess(pod, startedAt, end, deletedAt, reason, killed, held);
  }

  OsProcess released() {
    return new OsProcess(pod, startedAt, end, deletedAt, stopReason, killed, false);
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
      long grace = killed ? 0 : Launch.grace(pod).toSeconds();
      metadata
          .withDeletionTimestamp(deletedAt.plusSeconds(grace).toString())
          .withDeletionGracePeriodSeconds(grace);
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
        ? status.withNewState().withNewRunning(startedAt.toString()).endState().build()
        : status
            .withNewState()
            .withNewTerminated()
            .withContainerID("local://" + pod.getMetadata().getUid())
            .withExitCode(end.status())
            .withStartedAt(startedAt.toString())
            .withFinishedAt(end.at().toString())
            .withMessage(end.record())
            .endTerminated()
            .endState()
            .build();
  }
}
