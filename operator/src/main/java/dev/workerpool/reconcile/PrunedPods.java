package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pods without what nobody here asks for: ten thousand of them are kept in memory. What an {@code
 * ObservedPod} is made from stays.
 */
final class PrunedPods {
  private static final List<String> CONDITIONS =
      List.of("PodScheduled", "DisruptionTarget", "Ready", "ContainersReady");

  private PrunedPods() {}

  static Pod prune(Pod pod) {
    return new PodBuilder()
        .withMetadata(metadata(pod.getMetadata()))
        .withSpec(pod.getSpec() == null ? null : spec(pod.getSpec()))
        .withStatus(pod.getStatus() == null ? null : status(pod.getStatus()))
        .build();
  }

  private static ObjectMeta metadata(ObjectMeta meta) {
    return new ObjectMetaBuilder()
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .withLabels(ours(meta.getLabels()))
        .withAnnotations(ours(meta.getAnnotations()))
        .withFinalizers(meta.getFinalizers())
        .withCreationTimestamp(meta.getCreationTimestamp())
        .withDeletionTimestamp(meta.getDeletionTimestamp())
        .withDeletionGracePeriodSeconds(meta.getDeletionGracePeriodSeconds())
        .build();
  }

  private static Map<String, String> ours(Map<String, String> entries) {
    var ours = new TreeMap<String, String>();
    if (entries != null) {
      entries.forEach(
          (key, value) -> {
            if (key.startsWith("workerpool.dev/") && !key.equals(Labels.PROCESS_NAME)) {
              ours.put(key.intern(), value);
            }
          });
    }
    return ours;
  }

  private static PodSpec spec(PodSpec spec) {
    return new PodSpecBuilder()
        .withNodeName(spec.getNodeName())
        .withTerminationGracePeriodSeconds(spec.getTerminationGracePeriodSeconds())
        .withContainers(
            spec.getContainers().stream()
                .map(c -> new ContainerBuilder().withName(c.getName().intern()).build())
                .toList())
        .build();
  }

  private static PodStatus status(PodStatus status) {
    return new PodStatusBuilder()
        .withPhase(status.getPhase())
        .withReason(status.getReason())
        .withMessage(status.getMessage())
        .withConditions(
            status.getConditions().stream().filter(c -> CONDITIONS.contains(c.getType())).toList())
        .withInitContainerStatuses(containers(status.getInitContainerStatuses()))
        .withContainerStatuses(containers(status.getContainerStatuses()))
        .build();
  }

  private static List<ContainerStatus> containers(List<ContainerStatus> statuses) {
    return statuses.stream().map(PrunedPods::container).toList();
  }

  private static ContainerStatus container(ContainerStatus status) {
    var kept =
        new ContainerStatusBuilder()
            .withName(status.getName())
            .withStarted(status.getStarted())
            .withState(status.getState())
            .withLastState(status.getLastState());
    return isTold(status.getState())
        ? kept.build()
        : kept.withContainerID(status.getContainerID())
            .withImageID(status.getImageID())
            .withRestartCount(status.getRestartCount())
            .build();
  }

  /** Whether the state itself says that there was a container; else its IDs have to. */
  private static boolean isTold(ContainerState state) {
    if (state == null || state.getRunning() != null) {
      return state != null;
    }
    return state.getTerminated() != null
        && !"ContainerStatusUnknown".equals(state.getTerminated().getReason());
  }
}
