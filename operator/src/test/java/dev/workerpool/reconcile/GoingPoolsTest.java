package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pools that are deleted, or expire, let their pods go, whenever the operator sees it. */
class GoingPoolsTest extends OnePoolCase {
  @Test
  void deletedPool_letsItsPodsGo() {
    apply("replicas: 2");
    alive(2);
    client.resource(pool()).delete();

    eventually(() -> assertThat(pods()).allMatch(p -> p.getMetadata().getFinalizers().isEmpty()));
  }

  @Test
  void poolDeletedWhileTheOperatorWasDown_letsItsPodsGo() {
    apply("replicas: 2");
    alive(2);
    operator.close();
    client.resource(pool()).delete();

    operator = new OperatorInTest(client, false, NS).start();

    eventually(() -> assertThat(pods()).allMatch(p -> p.getMetadata().getFinalizers().isEmpty()));
  }

  @Test
  void poolsOfTwoNamespacesDeletedWhileTheOperatorWasDown_letTheirPodsGo() {
    operator.close();
    for (String namespace : List.of(NS, "other")) {
      var pod =
          Serialization.unmarshal(
              """
              apiVersion: v1
              kind: Pod
              metadata:
                name: orphan
                labels: {workerpool.dev/pool: p, workerpool.dev/pool-uid: gone}
                finalizers: [workerpool.dev/record]
              """,
              Pod.class);
      client.pods().inNamespace(namespace).resource(pod).create();
    }

    operator = new OperatorInTest(client, false, NS, "other").start();

    eventually(
        () ->
            assertThat(client.pods().inAnyNamespace().list().getItems())
                .hasSize(2)
                .allMatch(p -> p.getMetadata().getFinalizers().isEmpty()));
  }

  @Test
  void expiredPool_isDeleted() {
    apply("replicas: 1\n  ttlSecondsAfterFinished: 0");
    alive(1);
    exit("1", 0);

    eventually(() -> assertThat(pool()).isNull());
    eventually(() -> assertThat(pods()).allMatch(p -> p.getMetadata().getFinalizers().isEmpty()));
  }
}
