package dev.workerpool.faults;

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
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** One life of the operator, in this JVM, on a link of its own. */
final class OperatorUnderTest {
  private static final PoolOperator.Pace PACE =
      new PoolOperator.Pace(Duration.ofMillis(10), Duration.ofMillis(500));
  private static final ExecutorService MORGUE =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "morgue");
            thread.setDaemon(true);
            return thread;
          });

  private final Link link;
  private final KubernetesClient client;
  private final ExecutorService calls = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final PoolOperator operator;

  OperatorUnderTest(Config config, Link link, String namespace) {
    this.link = link;
    config.setRequestRetryBackoffLimit(3);
    client = new KubernetesClientBuilder().withConfig(config).build();
    var clock = Clock.systemUTC();
    operator =
        new PoolOperator(
            new ReconcilerParts.Given(
                client,
                new KubePods(client),
                new WorkerPods(new PodSettings("http://relay", "init", "IfNotPresent")),
                uid -> served(),
                new KubeEvents(client, clock, link.name()),
                new ParallelBatches(calls),
                clock,
                timer),
            new PoolOperator.Settings(Set.of(namespace), null, link.name(), true, PACE),
            Metrics.NOOP);
  }

  private static ChannelView served() {
    return new ChannelView(true, 1L, List.of(), List.of(), null, null);
  }

  Link link() {
    return link;
  }

  OperatorUnderTest start() {
    operator.start();
    return this;
  }

  /** As a power cut would: from this moment nothing of it reaches the server. */
  void kill() {
    link.kill();
    MORGUE.execute(this::stop);
  }

  void stop() {
    try {
      operator.stop();
    } finally {
      timer.shutdownNow();
      calls.shutdownNow();
      client.close();
    }
  }
}
