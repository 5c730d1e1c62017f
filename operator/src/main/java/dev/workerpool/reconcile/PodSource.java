package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** All pods of all pools, watched; found by the uid of their pool, which survives orphaning. */
final class PodSource {
  private final List<EventSource<?, WorkerPool>> sources = new ArrayList<>();
  private final List<PodStore> stores = new ArrayList<>();

  /** Watches the pods where the controller watches pools, with a client made for reading them. */
  PodSource(EventSourceContext<WorkerPool> context, KubernetesClient reader) {
    var controller = context.getControllerConfiguration();
    for (String namespace :
        controller.getInformerConfig().getEffectiveNamespaces(controller).stream()
            .sorted()
            .toList()) {
      var store = new PodStore();
      stores.add(store);
      sources.add(source(namespace, store, reader, context));
    }
  }

  private static InformerEventSource<Pod, WorkerPool> source(
      String namespace,
      PodStore store,
      KubernetesClient reader,
      EventSourceContext<WorkerPool> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, WorkerPool.class)
            .withName("pods of " + namespace)
            .withKubernetesClient(reader)
            .withLabelSelector(Labels.POOL_UID)
            .withNamespaces(Set.of(namespace))
            .withSecondaryToPrimaryMapper(PodSource::pool)
            .withItemStore(store)
            .withOnUpdateFilter((now, before) -> saysSomethingNew(now, before))
            .build(),
        context);
  }

  List<EventSource<?, WorkerPool>> eventSources() {
    return List.copyOf(sources);
  }

  /** The pods of that pool as they are known here, never the newest truth. */
  List<Pod> of(String poolUid) {
    return gathered(store -> store.ofPool(poolUid).stream());
  }

  /** The pods of all pools that have or had that name. */
  List<Pod> ofName(String namespace, String poolName) {
    return gathered(store -> store.ofName(namespace + "/" + poolName).stream());
  }

  List<Pod> all() {
    return gathered(PodStore::values);
  }

  private List<Pod> gathered(Function<PodStore, Stream<Pod>> pods) {
    return stores.stream().flatMap(pods).toList();
  }

  static String poolUid(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(Labels.POOL_UID, "");
  }

  static String namespaceAndPool(Pod pod) {
    return pod.getMetadata().getNamespace()
        + "/"
        + pod.getMetadata().getLabels().getOrDefault(Labels.POOL, "");
  }

  private static Set<ResourceID> pool(Pod pod) {
    String name = pod.getMetadata().getLabels().get(Labels.POOL);
    return name == null ? Set.of() : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
  }

  private static boolean saysSomethingNew(Pod now, Pod before) {
    return !KnownPod.observed(now).equals(KnownPod.observed(before));
  }
}
