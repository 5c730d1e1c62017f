package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A pool named p on the mock server, and an operator in this JVM. */
@EnableKubernetesMockClient(crud = true)
abstract class OnePoolCase {
  static final String NS = "default";

  KubernetesClient client;
  OperatorInTest operator;

  @BeforeEach
  void start() throws IOException {
    var crd = Files.readString(Path.of("..", "crds", "workerpools.workerpool.dev-v1.yml"));
    client.resource(Serialization.unmarshal(crd, CustomResourceDefinition.class)).create();
    operator = new OperatorInTest(client, false, NS).start();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  WorkerPool apply(String spec) {
    String yaml =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: p, namespace: default}
        spec:
          %s
          template: {spec: {containers: [{name: worker, image: i, command: [c]}]}}
        """;
    return client
        .resource(Serialization.unmarshal(yaml.formatted(spec), WorkerPool.class))
        .create();
  }

  WorkerPool pool() {
    return client.resources(WorkerPool.class).inNamespace(NS).withName("p").get();
  }

  WorkerPoolStatus status() {
    var status = pool().getStatus();
    return status == null ? WorkerPoolStatus.empty() : status;
  }

  List<Pod> pods() {
    return client.pods().inNamespace(NS).list().getItems();
  }

  static void eventually(ThrowingRunnable claim) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(claim);
  }

  void alive(int processes) {
    eventually(() -> assertThat(status().alive()).isEqualTo(processes));
  }

  void exit(String key, int code) {
    var pod =
        pods().stream()
            .filter(p -> p.getMetadata().getLabels().get(Labels.KEY).equals(key))
            .findFirst()
            .orElseThrow();
    String status =
        """
        phase: Failed
        containerStatuses:
        - name: worker
          state: {terminated: {exitCode: %d, message: '{"workerpool":1,"exit":%d}'}}
        """;
    pod.setStatus(Serialization.unmarshal(status.formatted(code, code), PodStatus.class));
    client.resource(pod).updateStatus();
  }
}
