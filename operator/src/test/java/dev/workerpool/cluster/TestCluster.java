package dev.workerpool.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** The cluster that the environment names for tests, and clients to it. */
public final class TestCluster {
  /** A kubeconfig whose cluster tests may install into and delete from. */
  public static final String KUBECONFIG = "WORKERPOOL_TEST_KUBECONFIG";

  /** The state folder of {@code .ci/cluster/up.sh}; set by {@code .ci/run}. */
  public static final String CI_STATE = "WORKERPOOL_TEST_CI_STATE";

  private TestCluster() {}

  /** The kubeconfig's path; empty where no cluster was named. */
  public static Optional<Path> kubeconfig() {
    return path(KUBECONFIG);
  }

  /** The state folder of the cluster of {@code .ci/cluster}; empty on any other one. */
  public static Optional<Path> ciState() {
    return path(CI_STATE);
  }

  /** A client with the kubeconfig's rights; the caller closes it. */
  public static KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig().orElseThrow().toFile()))
        .build();
  }

  private static Optional<Path> path(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(p -> !p.isBlank()).map(Path::of);
  }
}
