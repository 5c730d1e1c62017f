package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.ObservedPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All pods of all pools, watched; found by the uid of their pool, which survives orphaning. */
final class PodSource {
  private static final String BY_POOL = "pool-uid";
  private static final String BY_NAME = "pool-name";

  private final InformerEventSource<Pod, WorkerPool> source;

  PodSource(EventSourceContext<WorkerPool> context) {
    var configuration =
        InformerEventSourceConfiguration.from(Pod.class, WorkerPool.class)
            .withName("pods")
            .withLabelSelector(Labels.POOL_UID)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(PodSource::pool)
            .withItemStore(new TransformingItemStore<>(PrunedPods::prune))
            .withOnUpdateFilter((now, before) -> saysSomethingNew(now, before))
            .build();
    source = new InformerEventSource<>(configuration, context);
    source.addIndexers(
        Map.of(
            BY_POOL, pod -> List.of(poolUid(pod)),
            BY_NAME, pod -> List.of(namespaceAndPool(pod))));
  }

  InformerEventSource<Pod, WorkerPool> eventSource() {
    return source;
  }

  /** The pods of that pool as they are known here, never the newest truth. */
  List<Pod> of(String poolUid) {
    return source.byIndex(BY_POOL, poolUid);
  }

  /** The pods of all pools that have or had that name. */
  List<Pod> ofName(String namespace, String poolName) {
    return source.byIndex(BY_NAME, namespace + "/" + poolName);
  }

  List<Pod> all() {
    return source.list(pod -> true).toList();
  }

  static String poolUid(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(Labels.POOL_UID, "");
  }

  private static String namespaceAndPool(Pod pod) {
    return pod.getMetadata().getNamespace()
        + "/"
        + pod.getMetadata().getLabels().getOrDefault(Labels.POOL, "");
  }

  private static Set<ResourceID> pool(Pod pod) {
    String name = pod.getMetadata().getLabels().get(Labels.POOL);
    return name == null ? Set.of() : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
  }

  private static boolean saysSomethingNew(Pod now, Pod before) {
    return !ObservedPods.of(now).equals(ObservedPods.of(before));
  }
}
