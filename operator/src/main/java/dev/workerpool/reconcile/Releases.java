package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.PlanExecutor;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.pool.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes our finalizer off pods that no pool asks for any more. */
final class Releases {
  private final KubernetesClient reader;
  private final Pods pods;
  private final PodSource source;
  private final PlanExecutor.Batches batches;

  Releases(KubernetesClient reader, Pods pods, PodSource source, PlanExecutor.Batches batches) {
    this.reader = reader;
    this.pods = pods;
    this.source = source;
    this.batches = batches;
  }

  /**
   * Of pools of that name that nobody knows any more: the pods known here, and those that only the
   * server knows. Answers the uids of those pools.
   */
  Set<String> ofDeleted(WorkerPool pool, Predicate<String> isKnownPool) {
    String namespace = pool.getMetadata().getNamespace();
    String name = pool.getMetadata().getName();
    var listed =
        reader.pods().inNamespace(namespace).withLabel(Labels.POOL, name).list().getItems();
    var gone =
        Stream.concat(source.ofName(namespace, name).stream(), listed.stream())
            .filter(pod -> !isKnownPool.test(PodSource.poolUid(pod)))
            .toList();
    release(gone);
    return gone.stream().map(PodSource::poolUid).collect(Collectors.toSet());
  }

  /** Of pools that had this pool's name before it, as far as their pods are known here. */
  void ofPredecessors(WorkerPool pool, Predicate<String> isKnownPool) {
    String uid = pool.getMetadata().getUid();
    var meta = pool.getMetadata();
    release(
        source.ofName(meta.getNamespace(), meta.getName()).stream()
            .filter(pod -> !PodSource.poolUid(pod).equals(uid))
            .filter(pod -> !isKnownPool.test(PodSource.poolUid(pod)))
            .toList());
  }

  /** Of all those pods that we hold. */
  void release(Collection<Pod> all) {
    Map<String, PodAction.Release> held = new LinkedHashMap<>();
    for (var pod : all) {
      var meta = pod.getMetadata();
      if (meta.getFinalizers().contains(Labels.FINALIZER)) {
        held.put(
            meta.getUid(),
            new PodAction.Release(new PodRef(meta.getNamespace(), meta.getName(), meta.getUid())));
      }
    }
    var left = List.copyOf(held.values());
    while (!left.isEmpty()) {
      int done = batches.each(left, this::release, r -> false).size();
      left = left.subList(done, left.size());
    }
  }

  private PodAction release(PodAction.Release release) {
    pods.release(release);
    return release;
  }
}
