package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole reconciler on a server that drops status.backoff, as one with an older definition. */
class OlderDefinitionMockTest {

  /** Keeps of a pool's status what an older definition knows. */
  private static final class OlderDefinition extends KubernetesCrudDispatcher {
    final List<String> statuses = new CopyOnWriteArrayList<>();

    @Override
    public MockResponse handleUpdate(RecordedRequest request) {
      if (!request.getPath().endsWith("/workerpools/p/status")) {
        return super.handleUpdate(request);
      }
      String body = request.getUtf8Body();
      statuses.add(body);
      var pool = Serialization.unmarshal(body, ObjectNode.class);
      ((ObjectNode) pool.get("status")).remove("backoff");
      return super.handleUpdate(
          new RecordedRequest(
              request.getHttpVersion(),
              request.method(),
              request.getPath(),
              request.getHeaders(),
              new Buffer(pool.toString().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private final OlderDefinition definition = new OlderDefinition();
  private KubernetesMockServer server;
  private KubernetesClient client;
  private OperatorInTest operator;

  @BeforeEach
  void start() throws IOException {
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), definition, false);
    server.init();
    client = server.createClient();
    var crd = Files.readString(Path.of("..", "crds", "workerpools.workerpool.dev-v1.yml"));
    client.resource(Serialization.unmarshal(crd, CustomResourceDefinition.class)).create();
    operator = new OperatorInTest(client, false, "default").start();
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
    server.destroy();
  }

  private List<Pod> pods() {
    return client.pods().inNamespace("default").list().getItems();
  }

  @Test
  void processWhosePodVanished_isStartedAgain_andTheConditionSaysWhatToDo() {
    String pool =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: p, namespace: default}
        spec:
          replicas: 1
          restartPolicy: OnFailure
          template: {spec: {containers: [{name: worker, image: i, command: [c]}]}}
        """;
    client.resource(Serialization.unmarshal(pool, WorkerPool.class)).create();
    var patience = await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    patience.until(() -> definition.statuses.stream().anyMatch(s -> s.contains("\"started\"")));
    // By force: it is gone, whatever holds it.
    client
        .resource(pods().get(0))
        .edit(p -> p.edit().editMetadata().withFinalizers().endMetadata().build());
    client.resource(pods().get(0)).delete();

    patience.untilAsserted(
        () ->
            assertThat(pods())
                .singleElement()
                .matches(p -> p.getMetadata().getName().endsWith("-1-1")));
    assertThat(definition.statuses)
        .anyMatch(s -> s.contains("OlderDefinition") && s.contains("kubectl apply"));
  }
}
