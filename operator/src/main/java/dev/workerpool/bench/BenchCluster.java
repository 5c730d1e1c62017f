package dev.workerpool.bench;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The cluster that is measured, and a namespace of the benchmark's own in it. */
final class BenchCluster implements AutoCloseable {
  private static final String CRD = "/workerpool/crds/workerpools.workerpool.dev-v1.yml";
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final long POLL_MILLIS = 250;
  private static final Set<String> INSTALLED = Set.of("workerpool-operator", "workerpool-relay");
  private static final ListOptions ANY = new ListOptionsBuilder().withLimit(1L).build();

  private final KubernetesClient client;
  private final String namespace = "workerpool-bench-" + ProcessHandle.current().pid();
  private final Consumer<String> progress;

  /** Makes the namespace, and the definition where there is none. */
  BenchCluster(Path kubeconfig, Consumer<String> progress) throws IOException {
    this.progress = progress;
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
            .withRequestTimeout((int) Duration.ofMinutes(2).toMillis())
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    refuseOtherOperators();
    define();
    var meta = new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata();
    client.resource(meta.build()).create();
    await("the namespace's service account", this::hasServiceAccount);
    progress.accept("namespace " + namespace);
  }

  private boolean hasServiceAccount() {
    return client.serviceAccounts().inNamespace(namespace).withName("default").get() != null;
  }

  /** Two operators or relays that look after the same pools would be measured together. */
  private void refuseOtherOperators() {
    client.apps().deployments().inAnyNamespace().list().getItems().stream()
        .filter(d -> INSTALLED.contains(d.getMetadata().getName()))
        .filter(d -> d.getSpec().getReplicas() != null && d.getSpec().getReplicas() > 0)
        .findFirst()
        .ifPresent(
            d -> {
              throw new IllegalStateException(
                  "%s is installed in namespace %s: scale it to 0 for the benchmark"
                      .formatted(d.getMetadata().getName(), d.getMetadata().getNamespace()));
            });
  }

  private void define() throws IOException {
    CustomResourceDefinition crd;
    try (var in = BenchCluster.class.getResourceAsStream(CRD)) {
      crd = client.apiextensions().v1().customResourceDefinitions().load(in).item();
    }
    if (client.resource(crd).get() == null) {
      client.resource(crd).create();
    }
    await("the definition", this::knowsPools);
  }

  private boolean knowsPools() {
    try {
      return client.resources(WorkerPool.class).inAnyNamespace().list(ANY) != null;
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** How many nodes there are of kwok, or of machines. */
  long nodes(boolean fake) {
    return client.nodes().list().getItems().stream()
        .filter(n -> Templates.FAKE.equals(n.getMetadata().getLabels().get("type")) == fake)
        .count();
  }

  /** Waits for it, half an hour at most. */
  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }

  /** Deletes the pools and their pods while there is an operator that lets go of them. */
  void clearPools() {
    client.resources(WorkerPool.class).inNamespace(namespace).delete();
    client.pods().inNamespace(namespace).withLabel(Labels.POOL_UID).withGracePeriod(0).delete();
    await("the pods to be gone", this::hasNoPods);
  }

  /** Deletes the Jobs; what their controller is slow to let go of goes with the namespace. */
  void clearJobs() {
    client.batch().v1().jobs().inNamespace(namespace).delete();
    client.pods().inNamespace(namespace).withLabel("job-name").withGracePeriod(0).delete();
  }

  private boolean hasNoPods() {
    var pods = client.pods().inNamespace(namespace).withLabel(Labels.POOL_UID);
    return pods.list(ANY).getItems().isEmpty();
  }

  @Override
  public void close() {
    progress.accept("deleting namespace " + namespace);
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
