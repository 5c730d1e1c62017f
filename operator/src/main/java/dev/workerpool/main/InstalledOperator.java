package dev.workerpool.main;

import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's Deployment as the chart installs it, seen from another process. */
final class InstalledOperator implements AutoCloseable {
  private static final String NAME = "workerpool-operator";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final int PATIENCE_SECONDS = 60;

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace;

  InstalledOperator(OperatorConfig config) {
    this.namespace = config.systemNamespace();
  }

  /** Scales it to nothing; returns when no pod of it is left, or a minute has passed. */
  void end() {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(NAME)
        .scale(
            new ScaleBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .endSpec()
                .build());
    client
        .pods()
        .inNamespace(namespace)
        .withLabel(COMPONENT, "operator")
        .informOnCondition(List::isEmpty)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> null)
        .join();
  }

  @Override
  public void close() {
    client.close();
  }
}
