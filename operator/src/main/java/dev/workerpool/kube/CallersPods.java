package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/** A watch's memory of pods without what nobody here asks for: a third of the heap. */
final class CallersPods extends BasicItemStore<Pod> {
  CallersPods() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public Pod put(String key, Pod pod) {
    return super.put(key, pruned(pod));
  }

  private static Pod pruned(Pod pod) {
    return new PodBuilder()
        .withMetadata(new ObjectMetaBuilder(pod.getMetadata()).withManagedFields(List.of()).build())
        .withSpec(pod.getSpec() == null ? null : pruned(pod.getSpec()))
        .withStatus(pod.getStatus())
        .build();
  }

  private static PodSpec pruned(PodSpec spec) {
    List<Container> names =
        spec.getContainers().stream()
            .map(c -> new ContainerBuilder().withName(c.getName()).build())
            .toList();
    return new PodSpecBuilder()
        .withContainers(names)
        .withNodeName(spec.getNodeName())
        .withServiceAccountName(spec.getServiceAccountName())
        .withTerminationGracePeriodSeconds(spec.getTerminationGracePeriodSeconds())
        .build();
  }
}
