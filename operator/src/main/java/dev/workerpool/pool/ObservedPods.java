package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.process.ProcessStates;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Pods as the planner sees them. */
public final class ObservedPods {

  private static final long SHORTEST_GRACE = 1;

  private ObservedPods() {}

  static Instant instant(String time) {
    try {
      return time == null ? null : Instant.parse(time);
    } catch (DateTimeParseException notATime) {
      return null;
    }
  }

  /**
   * Empty for a pod whose labels are not ours, or were tampered with, or that has another name than
   * what they tell would have: somebody's copy of a pod, as people make to look into what is wrong.
   */
  public static Optional<ObservedPod> of(Pod pod) {
    var meta = pod.getMetadata();
    Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
    String key = labels.get(Labels.KEY);
    String attempt = labels.get(Labels.ATTEMPT);
    if (key == null || attempt == null || !Keys.isNumber(attempt)) {
      return Optional.empty();
    }
    String name =
        PodNames.of(
            labels.getOrDefault(Labels.POOL, ""),
            labels.getOrDefault(Labels.POOL_UID, ""),
            key,
            Integer.parseInt(attempt));
    if (!name.equals(meta.getName())) {
      return Optional.empty();
    }
    var annotations =
        meta.getAnnotations() == null ? Map.<String, String>of() : meta.getAnnotations();
    return Optional.of(
        new ObservedPod(
            new PodRef(meta.getNamespace(), meta.getName(), meta.getUid()),
            key,
            Integer.parseInt(attempt),
            ProcessStates.of(pod),
            meta.getFinalizers() != null && meta.getFinalizers().contains(Labels.FINALIZER),
            meta.getDeletionTimestamp() != null,
            pod.getSpec() != null && pod.getSpec().getNodeName() != null,
            annotations.get(Labels.STOP_REASON),
            instant(annotations.get(Labels.KILL_AT)),
            meta.getDeletionTimestamp() != null
                && meta.getDeletionGracePeriodSeconds() != null
                && meta.getDeletionGracePeriodSeconds() <= SHORTEST_GRACE));
  }
}
