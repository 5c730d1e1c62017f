package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the start and every minute: frees the pods of pools that went while nobody looked, and has
 * every pool looked at. Pods are listed before pools, so that no pool is missed that was made in
 * between.
 */
final class Sweep implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Supplier<List<Pod>> pods;
  private final ReconcilerParts parts;

  Sweep(
      KubernetesClient client,
      Set<String> namespaces,
      Supplier<List<Pod>> pods,
      ReconcilerParts parts) {
    this.client = client;
    this.namespaces = namespaces;
    this.pods = pods;
    this.parts = parts;
  }

  @Override
  public void run() {
    try {
      var held =
          pods.get().stream()
              .filter(p -> p.getMetadata().getFinalizers().contains(Labels.FINALIZER))
              .toList();
      var pools = pools();
      var uids = pools.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
      // A copy of a pod of ours has our finalizer, too, and no end that anybody would record.
      var orphans =
          held.stream()
              .filter(p -> !uids.contains(PodSource.poolUid(p)) || KnownPod.observed(p).isEmpty())
              .toList();
      if (!orphans.isEmpty()) {
        LOG.info("{} pods are held for no process of a pool: released", orphans.size());
        parts.releases().release(orphans);
      }
      pools.forEach(parts.waker()::wake);
    } catch (KubernetesClientException e) {
      LOG.warn("sweep failed, the next one comes in a minute: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("sweep failed", e);
    }
  }

  private List<WorkerPool> pools() {
    var resources = client.resources(WorkerPool.class);
    if (namespaces.isEmpty()) {
      return resources.inAnyNamespace().list().getItems();
    }
    var all = new ArrayList<WorkerPool>();
    namespaces.forEach(n -> all.addAll(resources.inNamespace(n).list().getItems()));
    return all;
  }
}
