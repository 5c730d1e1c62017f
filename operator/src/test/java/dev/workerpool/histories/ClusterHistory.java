package dev.workerpool.histories;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.TestCluster;
import dev.workerpool.faults.TroubledServer;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
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
  private final String namespace = "wp-hist-" + UUID.randomUUID().toString().substring(0, 8);
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
    relays = new RelayPair(folder, namespace, way);
    service = new Service(client, namespace);
  }

  /**
   * @param maxSize of the queue: a large one leaves the readable form for the log
   */
  void start(int maxSize) {
    TestCluster.define(client);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
    String yaml =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: %s, namespace: %s}
        spec:
          replicas: 0
          template: {spec: {containers: [{name: worker, image: none, command: [none]}]}}
          channel: {queues: [{name: tasks, maxSize: %d, maxDeliveries: 0}]}
        """
            .formatted(POOL, namespace, maxSize);
    WorkerPool pool = client.resource(Serialization.unmarshal(yaml, WorkerPool.class)).create();
    pods = new PlayedPods(client, namespace, pool);
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
    return client.configMaps().inNamespace(namespace).withName(POOL + "-channel");
  }

  @Override
  public Channel hire(String name) throws IOException {
    Path token = Files.writeString(folder.resolve(name), pods.token(name));
    return Channel.of(new Target(service.url(), namespace, POOL, token, null), Crew.options());
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
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
