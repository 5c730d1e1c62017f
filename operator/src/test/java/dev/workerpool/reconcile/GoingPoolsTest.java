package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
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

  /** As {@code kubectl get pod -o yaml}, another name and {@code kubectl create} make it. */
  @Test
  void copyOfAPod_isLetGoOfAndOtherwiseLeftAlone() {
    apply("replicas: 1");
    alive(1);
    operator.close();
    var copy = Serialization.clone(pods().get(0));
    copy.getMetadata().setName("copy");
    copy.getMetadata().setUid(null);
    copy.getMetadata().setResourceVersion(null);
    copy.setStatus(
        Serialization.unmarshal(
            "containerStatuses: [{name: worker, state: {terminated: {exitCode: 3}}}]",
            PodStatus.class));
    client.resource(copy).create();

    operator = new OperatorInTest(client, false, NS).start();

    eventually(() -> assertThat(pod("copy").getMetadata().getFinalizers()).isEmpty());
    operator.wake(NS, "p");
    await().during(Duration.ofSeconds(1)).until(() -> status().alive() == 1);
    assertThat(pod("copy").getMetadata().getDeletionTimestamp()).isNull();
    assertThat(pods())
        .filteredOn(p -> !p.getMetadata().getName().equals("copy"))
        .allMatch(p -> p.getMetadata().getFinalizers().equals(List.of(Labels.FINALIZER)))
        .allMatch(p -> p.getMetadata().getDeletionTimestamp() == null);
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(NS).withName(name).get();
  }
}
