package dev.workerpool.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A namespace on a real API server with pools, pods that no node runs, their tokens, and relays of
 * this JVM. Only an API server is needed.
 */
final class RelayWorld implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client = TestCluster.client();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String namespace = "wp-relay-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  void start() {
    TestCluster.define(client);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    Awaitility.await()
        .until(
            () ->
                client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
  }

  RelayRole relay(String name, String ip) {
    return new RelayRole(
        new RelayRole.Settings(
            Set.of(namespace),
            namespace,
            name,
            ip,
            "system:serviceaccount:x:operator",
            "127.0.0.1",
            0,
            StoreLimits.DEFAULT),
        client.getConfiguration());
  }

  void pool(String name, String queues) {
    poolWith(name, "{queues: " + queues + "}");
  }

  void poolWith(String name, String channel) {
    String yaml =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: %s, namespace: %s}
        spec:
          replicas: 0
          template: {spec: {containers: [{name: worker, image: none, command: [none]}]}}
          channel: %s
        """
            .formatted(name, namespace, channel);
    client.resource(Serialization.unmarshal(yaml, WorkerPool.class)).create();
  }

  void deletePool(String name) {
    client.resources(WorkerPool.class).inNamespace(namespace).withName(name).delete();
  }

  /** A pod of that pool, and its token. */
  String worker(String pod, String pool) {
    String uid =
        client
            .resources(WorkerPool.class)
            .inNamespace(namespace)
            .withName(pool)
            .get()
            .getMetadata()
            .getUid();
    return made(pod, Map.of(Labels.POOL, pool, Labels.POOL_UID, uid));
  }

  /** A pod that only says to be of the pool, and its token. */
  String strayPod(String pod) {
    return made(pod, Map.of(Labels.POOL, "consumers", Labels.POOL_UID, "made-up"));
  }

  String token(String pod, String audience) {
    Pod made = client.pods().inNamespace(namespace).withName(pod).get();
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(600L)
            .withNewBoundObjectRef("v1", "Pod", pod, made.getMetadata().getUid())
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  void deletePod(String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  String holder() {
    var lease = client.leases().inNamespace(namespace).withName("workerpool-relay").get();
    return lease == null ? null : lease.getSpec().getHolderIdentity();
  }

  /** As if the holder had been silent for long: it isn't asked. */
  void giveLeaseTo(String holder) {
    var lease = client.leases().inNamespace(namespace).withName("workerpool-relay");
    Awaitility.await()
        .ignoreExceptionsMatching(
            KubernetesClientException.class::isInstance) // it renews meanwhile
        .until(
            () ->
                lease.edit(
                        l ->
                            new LeaseBuilder(l)
                                .editSpec()
                                .withHolderIdentity(holder)
                                .endSpec()
                                .build())
                    != null);
  }

  List<String> endpointAddresses() {
    EndpointSlice slice =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withName("workerpool-relay")
            .get();
    return slice == null ? List.of() : slice.getEndpoints().get(0).getAddresses();
  }

  ConfigMap head(String pool) {
    return client.configMaps().inNamespace(namespace).withName(pool + "-channel").get();
  }

  /** All ConfigMaps of that pool's channel, by name. */
  List<ConfigMap> channelObjects(String pool) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel(Labels.CHANNEL, pool)
        .list()
        .getItems();
  }

  void deleteObject(String name) {
    client.configMaps().inNamespace(namespace).withName(name).delete();
  }

  String metrics(RelayRole relay) {
    URI uri = URI.create("http://127.0.0.1:" + relay.port() + "/metrics");
    return send(HttpRequest.newBuilder(uri)).body();
  }

  void editHead(String pool, UnaryOperator<ConfigMap> edit) {
    client.configMaps().inNamespace(namespace).withName(pool + "-channel").edit(edit);
  }

  /** Items ready in queue tasks of pool consumers; -1 when this relay doesn't say. */
  long ready(RelayRole relay, String token) {
    HttpResponse<String> response = get(relay, token, "consumers", "/queues/tasks");
    return response.statusCode() == 200 ? json(response).path("ready").asLong() : -1;
  }

  HttpResponse<String> get(RelayRole relay, String token, String channel, String path) {
    return send(request(relay, token, channel, path).GET());
  }

  HttpResponse<String> post(
      RelayRole relay, String token, String channel, String path, String body) {
    return send(
        request(relay, token, channel, path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Takes up to 100 items in this token's session; the reply, with the session in it. */
  JsonNode take(RelayRole relay, String token, String channel, String queue, int seconds) {
    String session =
        sessions.computeIfAbsent(
            token + relay.port(),
            t ->
                json(post(relay, token, channel, "/sessions", "{\"nonce\":\"n\"}"))
                    .path("session")
                    .asText());
    String body =
        "{\"session\":\"%s\",\"max\":100,\"attempt\":\"%s\"}".formatted(session, UUID.randomUUID());
    HttpResponse<String> response =
        post(relay, token, channel, "/queues/" + queue + "/leases?wait=" + seconds + "s", body);
    ObjectNode reply =
        response.statusCode() == 204 ? JSON.createObjectNode() : (ObjectNode) json(response);
    return reply.put("session", session);
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  private String made(String name, Map<String, String> labels) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .addToNodeSelector("workerpool.dev/none", "such")
            .addNewContainer()
            .withName("worker")
            .withImage("none")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    return token(name, Labels.AUDIENCE);
  }

  private HttpRequest.Builder request(RelayRole relay, String token, String channel, String path) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/v1/namespaces/%s/channels/%s%s"
                    .formatted(relay.port(), namespace, channel, path)))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
