package dev.workerpool.local;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.PodRef;
import dev.workerpool.process.ProcessStates;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;

/**
 * One attempt of a process here, told as the pod that a cluster would show. Immutable.
 *
 * @param pod as rendered, with its uid
 * @param end how it ended, null while it runs
 * @param deletedAt when its end was asked for, or null
 * @param stopReason why, or null
 * @param held whether its end must still be recorded
 */
record OsProcess(Pod pod, End end, Instant deletedAt, String stopReason, boolean held) {

  /**
   * @param status as a shell tells it: 0 to 255, 128+n for signal n
   * @param record the shim's, or empty
   */
  record End(int status, String record, Instant at) {}

  OsProcess ended(End how) {
    return new OsProcess(pod, how, deletedAt, stopReason, held);
  }

  OsProcess deleted(Instant at, String reason) {
    return new OsProcess(
        pod,
        end,
        deletedAt == null ? at : deletedAt,
        stopReason == null ? reason : stopReason,
        held);
  }

  OsProcess released() {
    return new OsProcess(pod, end, deletedAt, stopReason, false);
  }

  /** Whether a cluster would no longer show it. */
  boolean gone() {
    return deletedAt != null && end != null && !held;
  }

  PodRef ref() {
    var metadata = pod.getMetadata();
    return new PodRef(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  String label(String name) {
    return pod.getMetadata().getLabels().get(name);
  }

  ObservedPod observed() {
    return new ObservedPod(
        ref(),
        label(Labels.KEY),
        Integer.parseInt(label(Labels.ATTEMPT)),
        ProcessStates.of(shown()),
        held,
        deletedAt != null,
        true,
        stopReason);
  }

  /** The pod with the status that a kubelet would write. */
  private Pod shown() {
    var builder = new PodBuilder(pod);
    var metadata = builder.editMetadata();
    if (deletedAt != null) {
      metadata.withDeletionTimestamp(deletedAt.toString()).withDeletionGracePeriodSeconds(0L);
    }
    if (stopReason != null) {
      metadata.addToAnnotations(Labels.STOP_REASON, stopReason);
    }
    String phase = end == null ? "Running" : end.status() == 0 ? "Succeeded" : "Failed";
    return metadata
        .endMetadata()
        .editSpec()
        .withNodeName("localhost")
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
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
