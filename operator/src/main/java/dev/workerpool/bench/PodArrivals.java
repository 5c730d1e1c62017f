package dev.workerpool.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pods were made since it was opened, and when the last one was. The client library goes
 * on where a server that finds it too slow has ended its watch.
 */
final class PodArrivals implements Watcher<Pod>, AutoCloseable {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastNanos = new AtomicLong();
  private final Watch watch;

  /** For that namespace, which must have no pods yet; returns when the watch has begun. */
  PodArrivals(BenchCluster cluster) {
    watch = cluster.client().pods().inNamespace(cluster.namespace()).watch(this);
  }

  @Override
  public void eventReceived(Action action, Pod pod) {
    if (action == Action.ADDED && seen.add(pod.getMetadata().getUid())) {
      lastNanos.set(System.nanoTime());
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the watch of pods was closed", cause);
  }

  int count() {
    return seen.size();
  }

  /** When the last one came, by {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos.get();
  }

  @Override
  public void close() {
    watch.close();
  }
}
