package dev.workerpool.main;

import dev.workerpool.kube.KubeClients;
import dev.workerpool.kube.KubeEvents;
import dev.workerpool.kube.KubePods;
import dev.workerpool.pool.PodSettings;
import dev.workerpool.pool.WorkerPods;
import dev.workerpool.reconcile.ParallelBatches;
import dev.workerpool.reconcile.PoolOperator;
import dev.workerpool.reconcile.ReconcilerParts;
import dev.workerpool.reconcile.RelayCalls;
import dev.workerpool.reconcile.RelayWatch;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The role "operator": wires the parts, starts them, and ends them in order. */
final class OperatorRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRole.class);
  private static final int CALLS_AT_ONCE = 24;

  private final OperatorConfig config;
  private final KubernetesClient client;
  private final KubernetesClient podReader;
  private final KubernetesClient podCreator;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExecutorService calls = Executors.newFixedThreadPool(CALLS_AT_ONCE);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final RelayWatch watch;
  private final PoolOperator operator;
  private final Thread watcher;

  OperatorRole(OperatorConfig config) {
    this.config = config;
    var kube = kube();
    client = KubeClients.repeating(kube);
    podReader = KubeClients.ofPods(kube);
    podCreator = KubeClients.direct(kube);
    var clock = Clock.systemUTC();
    watch = new RelayWatch(config.relayUrl(), Path.of(config.relayTokenFile()), clock);
    var settings = new PodSettings(config.relayUrl(), config.initImage(), config.pullPolicy());
    operator =
        new PoolOperator(
            new ReconcilerParts.Given(
                client,
                podReader,
                new KubePods(client, podReader, podCreator),
                new WorkerPods(settings),
                watch,
                new RelayCalls(config.relayUrl(), Path.of(config.relayTokenFile())),
                new KubeEvents(client, clock, config.podName()),
                new ParallelBatches(calls),
                clock,
                timer),
            new PoolOperator.Settings(
                config.namespaces(),
                config.systemNamespace(),
                config.podName(),
                true,
                PoolOperator.Pace.USUAL),
            new ReconcileMetrics(registry));
    watch.onChange(operator::wake);
    watcher = new Thread(watch, "relay-watch");
    watcher.setDaemon(true);
  }

  private static Config kube() {
    return new ConfigBuilder(Config.autoConfigure(null)).withRequestRetryBackoffLimit(3).build();
  }

  /** Starts; returns when the caches are filled. */
  void start() {
    operator.start();
    watcher.start();
  }

  /** Takes our finalizer off all pods there are; needs no start. */
  void releaseEverything() {
    operator.releaseEverything();
  }

  boolean isReady() {
    return operator.isReady();
  }

  String metrics() {
    return registry.scrape();
  }

  /**
   * Ends in order. When this namespace, and with it the operator, is being deleted, nobody comes
   * after it who could take the finalizers off: so it does that now.
   */
  @Override
  public void close() {
    watch.close();
    watcher.interrupt();
    operator.stop();
    if (isOwnNamespaceGoing()) {
      LOG.info("namespace {} is being deleted: releasing every pod", config.systemNamespace());
      operator.releaseEverything();
    }
    timer.shutdownNow();
    calls.shutdownNow();
    podReader.close();
    podCreator.close();
    client.close();
  }

  private boolean isOwnNamespaceGoing() {
    try {
      var namespace = client.namespaces().withName(config.systemNamespace()).get();
      return namespace != null && namespace.getMetadata().getDeletionTimestamp() != null;
    } catch (KubernetesClientException e) {
      LOG.warn(
          "not known whether {} is being deleted: {}", config.systemNamespace(), e.getMessage());
      return false;
    }
  }
}
