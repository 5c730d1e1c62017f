package dev.workerpool.faults;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.PlayedNamespace;
import dev.workerpool.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A namespace with a played node and a proxy, in which trials run one after the other. Lanes run
 * side by side.
 */
final class Lane implements AutoCloseable {
  private static final int MOST_VERSIONS = 50;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final KubernetesClient client = TestCluster.client();
  private final PlayedNamespace played = new PlayedNamespace(client, "wp-faults");
  private final String namespace = played.name();
  private final FaultProxy proxy =
      new FaultProxy(Config.fromKubeconfig(TestCluster.kubeconfig().orElseThrow().toFile()));
  private final Semaphore changes = new Semaphore(0);
  private final List<String> versions = new CopyOnWriteArrayList<>();
  private volatile String lastDeletion;
  private SharedIndexInformer<Pod> pods;
  private SharedIndexInformer<WorkerPool> pools;

  Lane open() {
    played.make();
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build())
        .create();
    pods = client.pods().inNamespace(namespace).withLabel(Labels.POOL_UID).inform(noting());
    pools = client.resources(WorkerPool.class).inNamespace(namespace).inform(noting());
    proxy.start();
    return this;
  }

  private <T extends HasMetadata> ResourceEventHandler<T> noting() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        note(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        note(object);
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        note(object);
      }
    };
  }

  private void note(HasMetadata object) {
    if (object.getMetadata().getDeletionTimestamp() != null) {
      lastDeletion = object.getMetadata().getResourceVersion();
    }
    if (versions.size() > MOST_VERSIONS) {
      versions.remove(0);
    }
    versions.add(object.getMetadata().getResourceVersion());
    changes.release();
  }

  /** The versions at which something changed here, in the order in which it was seen. */
  List<String> versions() {
    return versions;
  }

  /** A version at which something was on its way out; null if nothing was yet. */
  String lastDeletion() {
    return lastDeletion;
  }

  /** Returns when something has changed, or soon. */
  void awaitChange() {
    try {
      changes.tryAcquire(20, TimeUnit.MILLISECONDS);
      changes.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  User user() {
    return new User(client, namespace, "w" + NUMBERS.incrementAndGet() + "x");
  }

  Kubelet kubelet() {
    return new Kubelet(client, namespace);
  }

  /** A link for an operator that is yet to start; writes about that pool go into the journal. */
  Link prepare(String pool, Journal journal) {
    return proxy
        .link("operator-" + NUMBERS.incrementAndGet(), journal)
        .counting(call -> call.isAbout(pool));
  }

  /** An operator that is yet to start. */
  OperatorUnderTest operator(Link link) {
    return new OperatorUnderTest(proxy.config(link), link, namespace);
  }

  /** One of several operators of which the leader works; it is yet to start. */
  OperatorUnderTest candidate(Link link) {
    return new OperatorUnderTest(proxy.config(link), link, namespace, namespace);
  }

  /** Nobody leads any more. */
  void endElection() {
    client.leases().inNamespace(namespace).delete();
  }

  /** Whether nothing of ours holds a pod of that pool. */
  boolean isReleased(String pool) {
    return podsOf(pool).stream()
        .noneMatch(p -> p.getMetadata().getFinalizers().contains(Labels.FINALIZER));
  }

  /** The pool and its pods as the lane's own watches show them. */
  Sight sight(String pool) {
    return new Sight(pools.getIndexer().getByKey(namespace + "/" + pool), podsOf(pool));
  }

  /** All pods of pools of that name. */
  List<Pod> podsOf(String pool) {
    return pods.getStore().list().stream()
        .filter(p -> pool.equals(p.getMetadata().getLabels().get(Labels.POOL)))
        .toList();
  }

  /** As the server has them now. */
  EndState state(String pool) {
    return EndState.of(
        client.resources(WorkerPool.class).inNamespace(namespace).withName(pool).get(),
        client.pods().inNamespace(namespace).withLabel(Labels.POOL, pool).list().getItems(),
        pool);
  }

  /** When pods were to go and did end, which the compared states leave out. */
  String times(String pool) {
    var lines = new StringBuilder();
    for (var pod : podsOf(pool)) {
      var meta = pod.getMetadata();
      lines.append(
          "  %s to go %s (grace %s), %s%n"
              .formatted(
                  meta.getName(),
                  meta.getDeletionTimestamp(),
                  meta.getDeletionGracePeriodSeconds(),
                  pod.getStatus().getContainerStatuses()));
    }
    return lines.toString();
  }

  /** Takes away what is left of pods that nobody holds any more. */
  void clear(String pool) {
    client.pods().inNamespace(namespace).withLabel(Labels.POOL, pool).withGracePeriod(0).delete();
  }

  void forget(Link link) {
    proxy.forget(link);
  }

  /** Fails when a pod or a pool is left, or the namespace does not go. */
  @Override
  public void close() {
    try {
      played.delete();
      played.awaitGone();
    } finally {
      client.nodes().withName(namespace).delete();
      proxy.close();
      client.close();
    }
  }
}
