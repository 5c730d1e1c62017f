package dev.workerpool.cluster;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The cluster that the environment names for tests, and clients to it. */
public final class TestCluster {
  /** A kubeconfig whose cluster tests may install into and delete from. */
  public static final String KUBECONFIG = "WORKERPOOL_TEST_KUBECONFIG";

  /** The state folder of {@code .ci/cluster/up.sh}; set by {@code .ci/run}. */
  public static final String CI_STATE = "WORKERPOOL_TEST_CI_STATE";

  private static final Path CRD = Path.of("..", "crds", "workerpools.workerpool.dev-v1.yml");

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

  /**
   * The server knows the resource when this returns. The definition stays: other tests, and whoever
   * has pools there, need it. One that is on its way out is waited for.
   */
  public static void define(KubernetesClient client) {
    CustomResourceDefinition crd =
        client.apiextensions().v1().customResourceDefinitions().load(CRD.toFile()).item();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () -> {
              var there = client.resource(crd).get();
              if (there == null) {
                client.resource(crd).create();
              }
              return there != null
                  && there.getMetadata().getDeletionTimestamp() == null
                  && there.getStatus().getConditions().stream()
                      .anyMatch(c -> c.getType().equals("Established") && isTrue(c.getStatus()));
            });
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> client.resources(WorkerPool.class).inAnyNamespace().list() != null);
  }

  private static boolean isTrue(String status) {
    return status.equals("True");
  }

  private static Optional<Path> path(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(p -> !p.isBlank()).map(Path::of);
  }
}
