package dev.workerpool.histories;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.PlayedNamespace;
import dev.workerpool.cluster.TestCluster;
import dev.workerpool.faults.TroubledServer;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A pool's channel on a real API server: two relays as processes, on a way to the server on which
 * faults befall calls, and behind a Service; workers are pods that no node runs, by their tokens.
 */
final class ClusterHistory implements Crew.Workers, AutoCloseable {
  private static final String POOL = "consumers";

  private final OwnServer server;
  private final KubernetesClient client;
  private final PlayedNamespace namespace;
  private final Path folder;
  private final TroubledServer way;
  private final RelayPair relays;
  private final Service service;
  private PlayedPods pods;

  ClusterHistory(OwnServer server, Path folder, long seed) throws IOException {
    this.server = server;
    this.folder = folder;
    client = new KubernetesClientBuilder().withConfig(server.config()).build();
    way = new TroubledServer(server.config(), seed);
    namespace = new PlayedNamespace(client, "wp-hist");
    relays = new RelayPair(folder, namespace.name(), way);
    service = new Service(namespace);
  }

  /**
   * @param maxSize of the queue: a large one leaves the readable form for the log
   */
  void start(int maxSize) {
    TestCluster.define(client);
    namespace.make();
    String queues = "{queues: [{name: tasks, maxSize: %d, maxDeliveries: 0}]}".formatted(maxSize);
    WorkerPool pool = namespace.pool(POOL, queues);
    pods = new PlayedPods(namespace, pool);
    relays.start();
  }

  OwnServer server() {
    return server;
  }

  TroubledServer way() {
    return way;
  }

  /** The one to which the Service leads. */
  RelayProcess leader() {
    return relays.at(service.serving());
  }

  /** Changes the head by hand; where it isn't there at the moment, in a moment. */
  void editHead(UnaryOperator<ConfigMap> edit) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> head().edit(edit) != null);
  }

  void deleteHead() {
    head().delete();
  }

  private Resource<ConfigMap> head() {
    return client.configMaps().inNamespace(namespace.name()).withName(POOL + "-channel");
  }

  @Override
  public Channel hire(String name) throws IOException {
    Path token = Files.writeString(folder.resolve(name), pods.token(name));
    return Channel.of(
        new Target(service.url(), namespace.name(), POOL, token, null), Crew.options());
  }

  @Override
  public void kill(String name) {
    pods.kill(name);
  }

  String logs() throws IOException {
    return relays.logs();
  }

  @Override
  public void close() throws IOException {
    relays.close();
    service.close();
    way.close();
    namespace.delete();
    client.close();
  }
}
