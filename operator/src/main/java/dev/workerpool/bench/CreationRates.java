package dev.workerpool.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Pods a second from the request to the last pod's creation, as a watch sees them. */
final class CreationRates {
  private static final double NANOS = 1e9;
  private static final int WARM_UP = 300;

  private final BenchCluster cluster;
  private final Consumer<String> progress;

  CreationRates(BenchCluster cluster, Consumer<String> progress) {
    this.cluster = cluster;
    this.progress = progress;
  }

  /** An operator has been running for days when somebody applies a pool. */
  void warmUp() {
    measure(Templates.pool(cluster, "warm-up", WARM_UP, Templates.onFakeNodes()), WARM_UP);
  }

  double ofPool(int pods) {
    double rate = measure(Templates.pool(cluster, "rate", pods, Templates.onFakeNodes()), pods);
    progress.accept("pool of %d: %s pods/s".formatted(pods, Figure.number(rate)));
    return rate;
  }

  double ofJob(int pods) {
    double rate = measure(Templates.job(cluster, "rate", pods, Templates.onFakeNodes()), pods);
    progress.accept("Job of %d: %s pods/s".formatted(pods, Figure.number(rate)));
    return rate;
  }

  private double measure(HasMetadata asked, int pods) {
    var added = new Added();
    Watch watch = cluster.client().pods().inNamespace(cluster.namespace()).watch(added);
    try {
      long start = System.nanoTime();
      cluster.client().resource(asked).create();
      cluster.await(pods + " pods", () -> added.count.get() >= pods);
      return pods / ((added.lastNanos.get() - start) / NANOS);
    } finally {
      watch.close();
    }
  }

  private static final class Added implements Watcher<Pod> {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong lastNanos = new AtomicLong();

    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action == Action.ADDED) {
        lastNanos.set(System.nanoTime());
        count.incrementAndGet();
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch of pods was closed", cause);
    }
  }
}
