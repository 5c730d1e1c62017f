package dev.workerpool.faults;

import dev.workerpool.kube.KubeClients;
import dev.workerpool.kube.KubeEvents;
import dev.workerpool.kube.KubePods;
import dev.workerpool.pool.ChannelView;
import dev.workerpool.pool.PodSettings;
import dev.workerpool.pool.WorkerPods;
import dev.workerpool.reconcile.ParallelBatches;
import dev.workerpool.reconcile.PoolOperator;
import dev.workerpool.reconcile.ReconcilerParts;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One life of the operator, in this JVM, on a link of its own. */
final class OperatorUnderTest {
  private static final PoolOperator.Pace PACE =
      new PoolOperator.Pace(Duration.ofMillis(10), Duration.ofMillis(500));
  private static final ExecutorService ASIDE =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "operator-aside");
            thread.setDaemon(true);
            return thread;
          });

  private final Link link;
  private final KubernetesClient client;
  private final KubernetesClient podReader;
  private final KubernetesClient podCreator;
  private final ExecutorService calls = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger reconciles = new AtomicInteger();
  private final PoolOperator operator;

  OperatorUnderTest(Config config, Link link, String namespace) {
    this(config, link, namespace, null);
  }

  /** One of several that elect their leader by a Lease in that namespace. */
  OperatorUnderTest(Config config, Link link, String namespace, String leaseNamespace) {
    this.link = link;
    config.setRequestRetryBackoffLimit(3);
    client = KubeClients.repeating(config);
    podReader = KubeClients.ofPods(config);
    podCreator = KubeClients.direct(config);
    var clock = Clock.systemUTC();
    operator =
        new PoolOperator(
            new ReconcilerParts.Given(
                client,
                podReader,
                new KubePods(client, podReader, podCreator),
                new WorkerPods(new PodSettings("http://relay", "init", "IfNotPresent")),
                uid -> served(),
                new KubeEvents(client, clock, link.name()),
                new ParallelBatches(calls),
                clock,
                timer),
            new PoolOperator.Settings(
                Set.of(namespace), leaseNamespace, link.name(), true, PACE, this::lost),
            new Metrics() {
              @Override
              public <T> T timeControllerExecution(ControllerExecution<T> execution)
                  throws Exception {
                try {
                  return execution.execute();
                } finally {
                  reconciles.incrementAndGet();
                }
              }
            });
  }

  private static ChannelView served() {
    return new ChannelView(true, 1L, List.of(), List.of(), null, null);
  }

  Link link() {
    return link;
  }

  /** False when it could not, and has to be thrown away. */
  boolean start() {
    try {
      operator.start();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Starts without waiting until it leads, which may be never. */
  void startAside() {
    ASIDE.execute(this::start);
  }

  /** How many looks at a pool are through. */
  int reconciles() {
    return reconciles.get();
  }

  private void lost() {
    ended.set(true);
    kill();
  }

  /** Whether it ended by itself, as its process would: it lost the Lease, or its watches. */
  boolean hasEnded() {
    return ended.get();
  }

  /** As a power cut would: from this moment nothing of it reaches the server. */
  void kill() {
    link.kill();
    ASIDE.execute(this::stop);
  }

  /** Once: a test may stop what has lost its Lease, and ends it again when it is through. */
  void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    try {
      operator.stop();
    } finally {
      timer.shutdownNow();
      calls.shutdownNow();
      podReader.close();
      podCreator.close();
      client.close();
    }
  }
}
