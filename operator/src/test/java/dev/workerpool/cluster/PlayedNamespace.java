package dev.workerpool.cluster;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A namespace of a test's own on a real API server, and what is made in it for no node to run:
 * pools without processes, pods, and the tokens that they would find mounted.
 */
public final class PlayedNamespace {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ACCOUNT = "default";

  private final KubernetesClient client;
  private final String name;

  public PlayedNamespace(KubernetesClient client, String prefix) {
    this.client = client;
    name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  public String name() {
    return name;
  }

  /** Pods can be made in it when this returns. */
  public void make() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> client.serviceAccounts().inNamespace(name).withName(ACCOUNT).get() != null);
  }

  /** Doesn't wait for what is in it to go. */
  public void delete() {
    client.namespaces().withName(name).delete();
  }

  /** Fails when it hangs. */
  public void awaitGone() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> client.namespaces().withName(name).get() == null);
  }

  /** A pool without processes, with that channel. */
  public WorkerPool pool(String pool, String channel) {
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
            .formatted(pool, name, channel);
    return client.resource(Serialization.unmarshal(yaml, WorkerPool.class)).create();
  }

  /** By which a pod belongs to that very pool. */
  public static Map<String, String> labelsOf(WorkerPool pool) {
    return Map.of(
        Labels.POOL, pool.getMetadata().getName(), Labels.POOL_UID, pool.getMetadata().getUid());
  }

  /** Makes a pod that no node runs. */
  public void pod(String pod, Map<String, String> labels) {
    Pod made =
        new PodBuilder()
            .withNewMetadata()
            .withName(pod)
            .withNamespace(name)
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
    client.resource(made).create();
  }

  public boolean hasPod(String pod) {
    return at(pod).get() != null;
  }

  /** A token of a pod that is there. */
  public String token(String pod, String audience) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(3600L)
            .withNewBoundObjectRef("v1", "Pod", pod, at(pod).get().getMetadata().getUid())
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(name)
        .withName(ACCOUNT)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /** Its node, which it hasn't, is not waited for. */
  public void kill(String pod) {
    at(pod).withGracePeriod(0).delete();
  }

  private PodResource at(String pod) {
    return client.pods().inNamespace(name).withName(pod);
  }

  /** Where the relay's Service leads to; empty while nobody serves. */
  public Optional<EndpointSlice> relayEndpoint() {
    return relayEndpoint(client, name);
  }

  /** Where the relay's Service of that namespace leads to; empty while nobody serves. */
  public static Optional<EndpointSlice> relayEndpoint(KubernetesClient client, String namespace) {
    return Optional.ofNullable(
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withName("workerpool-relay")
            .get());
  }
}
