package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.OnCluster;
import dev.workerpool.cluster.PlayedNamespace;
import dev.workerpool.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools that go while the operator, which runs in this JVM, is busy with them. */
@OnCluster
class GoingPoolsApiIT {
  private KubernetesClient client;
  private PlayedNamespace played;
  private String namespace;
  private OperatorInTest operator;

  @BeforeEach
  void start() {
    client = TestCluster.client();
    TestCluster.define(client);
    played = new PlayedNamespace(client, "wp-it");
    namespace = played.name();
    played.make();
    operator = new OperatorInTest(client, true, namespace).start();
  }

  @AfterEach
  void stop() {
    played.delete();
    played.awaitGone();
    operator.close();
    client.close();
  }

  private static void eventually(ThrowingRunnable claim) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100)).untilAsserted(claim);
  }

  private WorkerPool apply() {
    String yaml =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: p, namespace: %s}
        spec:
          replicas: 3
          shim: None
          template:
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: worker, image: nowhere.invalid/none, command: [c]}]
        """;
    return client
        .resource(Serialization.unmarshal(yaml.formatted(namespace), WorkerPool.class))
        .create();
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  private void delete(DeletionPropagation how) {
    client
        .resources(WorkerPool.class)
        .inNamespace(namespace)
        .withName("p")
        .withPropagationPolicy(how)
        .delete();
  }

  private WorkerPool pool() {
    return client.resources(WorkerPool.class).inNamespace(namespace).withName("p").get();
  }

  private void hasThreePodsOf(WorkerPool pool) {
    eventually(
        () -> {
          assertThat(pods())
              .hasSize(3)
              .allMatch(
                  p ->
                      p.getMetadata()
                          .getLabels()
                          .get(Labels.POOL_UID)
                          .equals(pool.getMetadata().getUid()));
          assertThat(pool().getStatus()).isNotNull();
          assertThat(pool().getStatus().alive()).isEqualTo(3);
        });
  }

  @Test
  void replacedInTheMiddleOfAReconcile_theNewPoolStartsAndTheOldOneLeavesNothing()
      throws InterruptedException {
    var inCreate = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var first = new AtomicBoolean(true);
    operator.before =
        pod -> {
          if (first.getAndSet(false)) {
            inCreate.countDown();
            awaitLatch(goOn);
          }
          return null;
        };
    apply();
    awaitLatch(inCreate);
    delete(DeletionPropagation.BACKGROUND);
    eventually(() -> assertThat(pool()).isNull());
    var successor = apply();
    goOn.countDown();

    hasThreePodsOf(successor);
  }

  @Test
  void replacedAgainAndAgain_theLastOneStarts() {
    var pool = apply();
    for (int i = 0; i < 4; i++) {
      delete(DeletionPropagation.BACKGROUND);
      pool = apply();
    }

    hasThreePodsOf(pool);
  }

  @Test
  void foregroundDeletion_comesToItsEnd() {
    hasThreePodsOf(apply());
    delete(DeletionPropagation.FOREGROUND);

    eventually(() -> assertThat(pool()).isNull());
    assertThat(pods()).isEmpty();
  }

  @Test
  void orphanedPods_areReleasedAndStay() {
    hasThreePodsOf(apply());
    delete(DeletionPropagation.ORPHAN);

    eventually(
        () ->
            assertThat(pods()).hasSize(3).allMatch(p -> p.getMetadata().getFinalizers().isEmpty()));
  }

  @Test
  void namespaceDeletion_comesToItsEnd() {
    hasThreePodsOf(apply());
    played.delete();

    played.awaitGone();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
