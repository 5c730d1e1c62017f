package dev.workerpool.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** Clients to the API server, by how they treat a request that fails. */
public final class KubeClients {
  private KubeClients() {}

  /** The client library's ways: repeats 429, 5xx and broken connections, for any method. */
  public static KubernetesClient repeating(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Sends every request once: for who must know what became of it.
   *
   * @param patience after which a request counts as failed, with an outcome not known
   */
  public static KubernetesClient once(Config config, Duration patience) {
    Config once =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) patience.toMillis())
            .build();
    return new KubernetesClientBuilder().withConfig(once).build();
  }

  /** For reading pods, of which it keeps what their processes are observed by, and nothing else. */
  public static KubernetesClient ofPods(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(LeanPods.serialization())
        .build();
  }
}
