package dev.workerpool.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.PlayedNamespace;
import dev.workerpool.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
  private final PlayedNamespace played = new PlayedNamespace(client, "wp-relay");
  private final String namespace = played.name();
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  void start() {
    TestCluster.define(client);
    played.make();
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
    played.pool(name, channel);
  }

  void deletePool(String name) {
    client.resources(WorkerPool.class).inNamespace(namespace).withName(name).delete();
  }

  /** A pod of that pool, and its token. */
  String worker(String pod, String pool) {
    WorkerPool there =
        client.resources(WorkerPool.class).inNamespace(namespace).withName(pool).get();
    return made(pod, PlayedNamespace.labelsOf(there));
  }

  /** A pod that only says to be of the pool, and its token. */
  String strayPod(String pod) {
    return made(pod, Map.of(Labels.POOL, "consumers", Labels.POOL_UID, "made-up"));
  }

  private String made(String pod, Map<String, String> labels) {
    played.pod(pod, labels);
    return token(pod, Labels.AUDIENCE);
  }

  String token(String pod, String audience) {
    return played.token(pod, audience);
  }

  void deletePod(String pod) {
    played.kill(pod);
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
    return played
        .relayEndpoint()
        .map(e -> e.getEndpoints().get(0).getAddresses())
        .orElse(List.of());
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
    played.delete();
    client.close();
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
