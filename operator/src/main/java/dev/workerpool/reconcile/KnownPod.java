package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.ObservedPods;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod as it is kept, of which there may be ten thousand: what is observed of it, worked out once,
 * and of the pod itself only who it is, of which pool, and whether it is held.
 */
final class KnownPod extends Pod {
  private static final long serialVersionUID = 1L;
  private static final List<String> OF_THE_POOL = List.of(Labels.POOL, Labels.POOL_UID);

  private final transient ObservedPod observed;

  private KnownPod(ObjectMeta metadata, ObservedPod observed) {
    this.observed = observed;
    setMetadata(metadata);
  }

  static KnownPod of(Pod pod) {
    return pod instanceof KnownPod known
        ? known
        : new KnownPod(metadata(pod.getMetadata()), ObservedPods.of(pod).orElse(null));
  }

  /** What is observed of that pod; empty where its labels are not ours. */
  static Optional<ObservedPod> observed(Pod pod) {
    return pod instanceof KnownPod known
        ? Optional.ofNullable(known.observed)
        : ObservedPods.of(pod);
  }

  private static ObjectMeta metadata(ObjectMeta meta) {
    var kept = new ObjectMeta();
    kept.setName(meta.getName());
    kept.setNamespace(meta.getNamespace());
    kept.setUid(meta.getUid());
    kept.setResourceVersion(meta.getResourceVersion());
    kept.setLabels(ofThePool(meta.getLabels()));
    kept.setAnnotations(Map.of());
    kept.setFinalizers(
        meta.getFinalizers() != null && meta.getFinalizers().contains(Labels.FINALIZER)
            ? List.of(Labels.FINALIZER)
            : List.of());
    kept.setOwnerReferences(List.of());
    kept.setManagedFields(List.of());
    return kept;
  }

  private static Map<String, String> ofThePool(Map<String, String> labels) {
    var kept = new HashMap<String, String>();
    for (String label : OF_THE_POOL) {
      if (labels != null && labels.get(label) != null) {
        kept.put(label, labels.get(label).intern());
      }
    }
    return Map.copyOf(kept);
  }
}
