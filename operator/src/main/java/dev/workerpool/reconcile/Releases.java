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
import java.util.stream.Stream;

/** Takes our finalizer off pods that no pool asks for any more. */
final class Releases {
  private final KubernetesClient client;
  private final Pods pods;
  private final PodSource source;
  private final PlanExecutor.Batches batches;

  Releases(KubernetesClient client, Pods pods, PodSource source, PlanExecutor.Batches batches) {
    this.client = client;
    this.pods = pods;
    this.source = source;
    this.batches = batches;
  }

  /** Of a pool that is gone: those known here, and those that only the server knows. */
  void all(WorkerPool pool) {
    String uid = pool.getMetadata().getUid();
    var listed =
        client
            .pods()
            .inNamespace(pool.getMetadata().getNamespace())
            .withLabel(Labels.POOL_UID, uid)
            .list()
            .getItems();
    release(Stream.concat(source.of(uid).stream(), listed.stream()).toList());
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
