package dev.workerpool.main;

import dev.workerpool.http.Metrics;
import dev.workerpool.http.PrometheusMetrics;
import dev.workerpool.http.RelayServer;
import dev.workerpool.kube.KubeClients;
import dev.workerpool.kube.KubeConfigMaps;
import dev.workerpool.kube.RelayEndpoint;
import dev.workerpool.kube.RelayLease;
import dev.workerpool.kube.RelayWatches;
import dev.workerpool.kube.TokenReviewCallers;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.HybridSettings;
import dev.workerpool.relay.hybrid.HybridStore;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Set;

/** The relay in a cluster, put together: server, channels, their store, who calls, who serves. */
final class RelayRole implements AutoCloseable {
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);

  /** Short of the time after which a Lease not renewed is given up. */
  private static final Duration LEASE_PATIENCE = Duration.ofSeconds(2);

  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final KubernetesClient watching;
  private final KubernetesClient storing;
  private final KubernetesClient leasing;
  private final RelayThreads threads = new RelayThreads();
  private final RelayWatches watches;
  private final RelayServer server;
  private final RelayLease lease;

  /**
   * Who and where this relay is.
   *
   * @param namespaces whose pools it serves; empty for all
   * @param systemNamespace of the Lease and the EndpointSlice
   * @param host to listen on; null for all addresses
   * @param port to listen on; 0 picks a free one
   * @param store what it may store
   */
  record Settings(
      Set<String> namespaces,
      String systemNamespace,
      String podName,
      String podIp,
      String operatorAccount,
      String host,
      int port,
      StoreLimits store) {}

  RelayRole(Settings settings, Config kube) {
    watching = KubeClients.repeating(kube);
    storing = KubeClients.direct(kube, STORE_PATIENCE);
    leasing = KubeClients.once(kube, LEASE_PATIENCE);
    Metrics metrics = new PrometheusMetrics();
    RelayRuntime runtime = threads.runtime();
    var budget = new WriteBudget(settings.store().budgetBytes(), threads.steady());
    metrics.budget(budget);
    var store =
        new HybridStore(
            new KubeConfigMaps(storing, watching, threads.storing()),
            runtime,
            HybridSettings.DEFAULT.withChannelBytes(settings.store().channelBytes()),
            budget);
    Relay relay = new ChannelRelay(metrics.timed(store), runtime, RelaySettings.DEFAULT);
    watches = new RelayWatches(watching, relay, settings.namespaces());
    server =
        RelayServer.of(
            settings.host(),
            settings.port(),
            relay,
            new TokenReviewCallers(
                storing, watches, settings.operatorAccount(), threads.reviewing()),
            metrics,
            watches::healthy);
    // Listens at once: the endpoint needs the port, and probes an answer.
    server.start();
    RelayEndpoint endpoint =
        new RelayEndpoint(
            leasing,
            settings.systemNamespace(),
            new RelayEndpoint.Self(settings.podName(), settings.podIp(), server.port()));
    lease =
        new RelayLease(
            leasing,
            settings.systemNamespace(),
            settings.podName(),
            new ServingRelay(relay, watches, endpoint, threads.rounds()));
  }

  /** Watches, then stands for election; returns when the first lists are through. */
  void start() {
    watches.start();
    lease.start();
  }

  int port() {
    return server.port();
  }

  /** Hands over and stops: a successor serves within moments. */
  @Override
  public void close() {
    lease.close();
    server.stop(DRAIN);
    watches.close();
    threads.close();
    leasing.close();
    storing.close();
    watching.close();
  }
}
