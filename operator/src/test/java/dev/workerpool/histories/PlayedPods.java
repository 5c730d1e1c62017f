package dev.workerpool.histories;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Pods of a pool that no node runs, and the tokens that they would find mounted. */
final class PlayedPods {
  private final KubernetesClient client;
  private final String namespace;
  private final WorkerPool pool;

  PlayedPods(KubernetesClient client, String namespace, WorkerPool pool) {
    this.client = client;
    this.namespace = namespace;
    this.pool = pool;
  }

  /** Of the pod of that name, which is made where it isn't there yet. */
  String token(String name) {
    return insist(
        () -> {
          Pod there = client.pods().inNamespace(namespace).withName(name).get();
          return tokenOf(there == null ? client.resource(pod(name)).create() : there);
        });
  }

  private String tokenOf(Pod pod) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(Labels.AUDIENCE)
            .withExpirationSeconds(3600L)
            .withNewBoundObjectRef(
                "v1", "Pod", pod.getMetadata().getName(), pod.getMetadata().getUid())
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

  private Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(
            Map.of(
                Labels.POOL,
                pool.getMetadata().getName(),
                Labels.POOL_UID,
                pool.getMetadata().getUid()))
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("workerpool.dev/none", "such")
        .addNewContainer()
        .withName("worker")
        .withImage("none")
        .endContainer()
        .endSpec()
        .build();
  }

  void kill(String name) {
    insist(() -> client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete());
  }

  /** The server may be away just now. */
  private static <T> T insist(Callable<T> call) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .until(call, answer -> answer != null);
  }
}
