package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the relay sees of the cluster: pools, which declare channels, and their pods, whose end
 * frees what they hold. One informer a kind and listed namespace.
 */
public final class RelayWatches implements KnownWorkers, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RelayWatches.class);

  private final KubernetesClient client;
  private final Relay relay;
  private final Set<String> namespaces;
  private final LiveWorkers workers;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  /** Pools that the relay was told of, by address: at most one life of each. */
  private final Map<ChannelRef, PoolChannel> pools = new ConcurrentHashMap<>();

  /** Of pools that use another one's channel: which. */
  private final Map<ChannelRef, ChannelRef> uses = new ConcurrentHashMap<>();

  private final GuestBook guests = new GuestBook();

  /**
   * @param namespaces to be watched; empty for all
   */
  public RelayWatches(KubernetesClient client, Relay relay, Set<String> namespaces) {
    this.client = client;
    this.relay = relay;
    this.namespaces = Set.copyOf(namespaces);
    this.workers = new LiveWorkers(relay, System::nanoTime);
  }

  /** Lists and watches; returns when the first lists are through. */
  public void start() {
    if (namespaces.isEmpty()) {
      addPools(client.resources(WorkerPool.class).inAnyNamespace().runnableInformer(0));
      addPods(client.pods().inAnyNamespace().withLabel(Labels.POOL).runnableInformer(0));
    }
    for (String namespace : namespaces) {
      addPools(client.resources(WorkerPool.class).inNamespace(namespace).runnableInformer(0));
      addPods(client.pods().inNamespace(namespace).withLabel(Labels.POOL).runnableInformer(0));
    }
    informers.forEach(SharedIndexInformer::run);
  }

  /** Whether all watches have listed, and none has given up. */
  public boolean healthy() {
    return !informers.isEmpty() && informers.stream().allMatch(i -> i.hasSynced() && i.isRunning());
  }

  /** Tells the relay of each channel who lives; to be called every few seconds while it serves. */
  public void tellWhoLives() {
    if (healthy()) {
      workers.tell(pools.keySet(), this::channel);
    }
  }

  @Override
  public Optional<Worker> find(String namespace, String podName, String podUid) {
    Optional<Worker> known = heard(podUid);
    if (known.isPresent()) {
      return known.filter(w -> w.namespace().equals(namespace) && w.podName().equals(podName));
    }
    if (!(namespaces.isEmpty() || namespaces.contains(namespace))) {
      return Optional.empty();
    }
    Pod pod = client.pods().inNamespace(namespace).withName(podName).get();
    if (pod == null || !podUid.equals(pod.getMetadata().getUid())) {
      return Optional.empty();
    }
    return workers.found(pod).filter(this::ofItsPool);
  }

  @Override
  public Optional<Worker> heard(String podUid) {
    return workers.heard(podUid).filter(this::ofItsPool);
  }

  @Override
  public String channel(Worker worker) {
    ChannelRef pool = new ChannelRef(worker.namespace(), worker.pool());
    return uses.getOrDefault(pool, pool).name();
  }

  @Override
  public Optional<Caller.Guest> guest(String hash, Instant now) {
    return guests.find(hash, now);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  /** Labels are anyone's to write; the pool of that name must have that UID. */
  private boolean ofItsPool(Worker worker) {
    ChannelRef ref = new ChannelRef(worker.namespace(), worker.pool());
    PoolChannel channel = pools.get(ref);
    return channel != null && channel.poolUid().equals(worker.poolUid());
  }

  private void addPools(SharedIndexInformer<WorkerPool> informer) {
    informers.add(
        informer
            .exceptionHandler(RelayWatches::again)
            .addEventHandler(handler(this::pool, this::poolGone)));
  }

  private void addPods(SharedIndexInformer<Pod> informer) {
    informers.add(
        informer
            .itemStore(new CallersPods())
            .exceptionHandler(RelayWatches::again)
            .addEventHandler(handler(workers::seen, workers::gone)));
  }

  private void pool(WorkerPool pool) {
    if (pool.getMetadata().getDeletionTimestamp() != null) {
      // Its pods and head are being collected: nothing is to be written any more.
      poolGone(pool);
      return;
    }
    guests.seen(pool);
    PoolChannel channel = PoolChannels.of(pool);
    PoolChannel before = pools.put(channel.ref(), channel);
    if (before != null && !before.equals(channel)) {
      relay.gone(before);
    }
    ChannelRef other = PoolChannels.uses(pool);
    if (other != null) {
      uses.put(channel.ref(), other);
      relay.join(channel, other, PoolChannels.ownerGone(pool));
    } else {
      uses.remove(channel.ref());
      relay.own(channel, PoolChannels.declaration(pool), PoolChannels.knownEpoch(pool));
    }
  }

  private void poolGone(WorkerPool pool) {
    guests.gone(pool);
    PoolChannel channel = PoolChannels.of(pool);
    if (pools.remove(channel.ref(), channel)) {
      uses.remove(channel.ref());
      relay.gone(channel);
    }
  }

  /** Whatever it is, the API server may be back in a moment. */
  private static boolean again(boolean started, Throwable failure) {
    log.warn("A watch failed and starts again: {}", failure.toString());
    return true;
  }

  private static <T> ResourceEventHandler<T> handler(Consumer<T> there, Consumer<T> gone) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        there.accept(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        there.accept(object);
      }

      @Override
      public void onDelete(T object, boolean finalStateUnknown) {
        gone.accept(object);
      }
    };
  }
}
