package dev.workerpool.kube;

import dev.workerpool.kube.direct.DirectHttp;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** Clients to the API server, by how they treat a request that fails. */
public final class KubeClients {
  private KubeClients() {}

  /** The client library's ways: repeats 429, 5xx and broken connections, for any method. */
  public static KubernetesClient repeating(Config config) {
    return new KubernetesClientBuilder().withConfig(settled(config)).build();
  }

  /**
   * Sends every request once: for who must know what became of it.
   *
   * @param patience after which a request counts as failed, with an outcome not known
   */
  public static KubernetesClient once(Config config, Duration patience) {
    return new KubernetesClientBuilder().withConfig(sentOnce(config, patience)).build();
  }

  /**
   * The same, in the thread that asks, which therefore blocks; for who watches nothing. Through a
   * proxy by the client library's ways.
   *
   * @param patience after which a request counts as failed, with an outcome not known
   */
  public static KubernetesClient direct(Config config, Duration patience) {
    return DirectHttp.reaches(config)
        ? new KubernetesClientBuilder()
            .withConfig(sentOnce(config, patience))
            .withHttpClientFactory(new DirectHttp())
            .build()
        : once(config, patience);
  }

  /** The same, with as much patience as is configured. */
  public static KubernetesClient direct(Config config) {
    return direct(config, Duration.ofMillis(config.getRequestTimeout()));
  }

  private static Config sentOnce(Config config, Duration patience) {
    return new ConfigBuilder(settled(config))
        .withRequestRetryBackoffLimit(0)
        .withRequestTimeout((int) patience.toMillis())
        .build();
  }

  /** For reading pods, of which it keeps what their processes are observed by, and nothing else. */
  public static KubernetesClient ofPods(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(settled(config))
        .withKubernetesSerialization(LeanPods.serialization())
        .build();
  }

  /**
   * The same, saying once and for all that there is no token where there is none. Else the client
   * library looks for one a minute after its start, and from then on at every request: it reads the
   * whole kubeconfig, which took more of a processor than all else that creating a pod takes.
   */
  static Config settled(Config config) {
    boolean hasToken =
        Stream.of(
                config.getOauthTokenProvider(),
                config.getOauthToken(),
                config.getAutoOAuthToken(),
                config.getAuthProvider())
            .anyMatch(Objects::nonNull);
    boolean hasCertificate =
        config.getClientCertData() != null || config.getClientCertFile() != null;
    return hasCertificate && !hasToken
        ? new ConfigBuilder(config).withOauthTokenProvider(() -> null).build()
        : config;
  }
}
