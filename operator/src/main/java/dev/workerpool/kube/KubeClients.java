package dev.workerpool.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Clients to the API server, by how they treat a request that fails. */
public final class KubeClients {
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private KubeClients() {}

  /** The client library's ways: repeats 429, 5xx and broken connections, for any method. */
  public static KubernetesClient repeating(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Sends every request once: for who must know what became of it. */
  public static KubernetesClient once(Config config) {
    Config once =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .build();
    return new KubernetesClientBuilder().withConfig(once).build();
  }
}
