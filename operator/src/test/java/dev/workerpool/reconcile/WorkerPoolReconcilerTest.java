package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.PoolEvent;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The whole reconciler on the mock server, as far as that is honest. */
class WorkerPoolReconcilerTest extends OnePoolCase {
  @Test
  void pods_areCreatedOnceWithOwnerAndLabels() {
    var pool = apply("replicas: 3");
    alive(3);

    assertThat(operator.attempts).hasValue(3);
    assertThat(pods())
        .hasSize(3)
        .allSatisfy(
            pod -> {
              var owner = pod.getMetadata().getOwnerReferences().get(0);
              assertThat(owner.getUid()).isEqualTo(pool.getMetadata().getUid());
              assertThat(owner.getController()).isTrue();
              assertThat(pod.getMetadata().getLabels())
                  .containsEntry(Labels.POOL, "p")
                  .containsEntry(Labels.POOL_UID, pool.getMetadata().getUid());
              assertThat(pod.getMetadata().getFinalizers()).containsExactly(Labels.FINALIZER);
            });
    assertThat(pods().stream().map(p -> p.getMetadata().getLabels().get(Labels.KEY)))
        .containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void exitCode_isRecordedThenThePodReleased() {
    apply("replicas: 1");
    alive(1);
    exit("1", 3);

    eventually(() -> assertThat(status().exitSummary()).isEqualTo("3×1"));
    eventually(() -> assertThat(pods().get(0).getMetadata().getFinalizers()).isEmpty());
    assertThat(operator.events).extracting(PoolEvent::reason).contains("ProcessFailed", "Failed");
  }

  @Test
  void conflict_isPlannedAgainAndNothingIsCreatedTwice() {
    var changed = new AtomicBoolean();
    operator.before =
        pod -> {
          if (changed.compareAndSet(false, true)) {
            client
                .resource(pool())
                .edit(
                    p -> {
                      p.getMetadata().getAnnotations().put("somebody", "else");
                      return p;
                    });
          }
          return null;
        };
    apply("replicas: 2");
    alive(2);

    assertThat(pods()).hasSize(2);
    assertThat(operator.created).doesNotHaveDuplicates().hasSize(2);
    assertThat(pool().getMetadata().getAnnotations()).containsEntry("somebody", "else");
  }

  @Test
  void restartedOperator_createsAndWritesNothing() {
    apply("replicas: 2");
    alive(2);
    operator.close();
    String version = pool().getMetadata().getResourceVersion();

    operator = new OperatorInTest(client, false, NS).start();
    operator.wake(NS, "p");
    await().during(Duration.ofSeconds(1)).until(() -> operator.attempts.get() == 0);

    assertThat(pods()).hasSize(2);
    assertThat(pool().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void status_isWrittenOnlyWhenItChanged() {
    apply("replicas: 2");
    alive(2);
    String version = pool().getMetadata().getResourceVersion();
    for (int i = 0; i < 5; i++) {
      operator.wake(NS, "p");
    }

    await()
        .during(Duration.ofSeconds(1))
        .until(() -> pool().getMetadata().getResourceVersion().equals(version));
  }

  @Test
  void refusedPods_areSaidAndNotTriedInAHotLoop() {
    operator.before = pod -> new CreateOutcome.Refused("PodSecurityRefused", "violates it.");
    apply("replicas: 50");

    eventually(
        () ->
            assertThat(status().conditions())
                .anySatisfy(
                    c -> {
                      assertThat(c.type()).isEqualTo("Stalled");
                      assertThat(c.reason()).isEqualTo("PodSecurityRefused");
                      assertThat(c.message()).contains("violates it");
                    }));
    int attempts = operator.attempts.get();
    await().during(Duration.ofSeconds(2)).until(() -> operator.attempts.get() <= attempts + 3);
    assertThat(operator.events).filteredOn(e -> e.reason().equals("PodSecurityRefused")).hasSize(1);

    operator.before = pod -> null;
    alive(50);
    assertThat(status().conditions())
        .filteredOn(c -> c.type().equals("Stalled"))
        .allMatch(c -> c.status().equals("False"));
  }

  @Test
  void foreignPodOfTheSameName_isNeverAdopted() {
    operator.before =
        pod -> {
          if (pod.getMetadata().getLabels().get(Labels.KEY).equals("1")
              && operator.attempts.get() == 1) {
            var foreign = Serialization.clone(pod);
            foreign.getMetadata().setOwnerReferences(List.of());
            foreign.getMetadata().getLabels().remove(Labels.POOL_UID);
            client.resource(foreign).create();
          }
          return null;
        };
    apply("replicas: 2");

    eventually(
        () ->
            assertThat(status().conditions())
                .anyMatch(c -> c.type().equals("Ready") && c.reason().equals("NameTaken")));
    assertThat(status().started()).isEqualTo("2");
  }

  @Test
  void terminateByAnnotation_stampsAndDeletesThatPodOnly() {
    apply("replicas: 2");
    alive(2);
    client
        .resources(WorkerPool.class)
        .inNamespace(NS)
        .withName("p")
        .edit(
            p -> {
              p.getMetadata().setAnnotations(java.util.Map.of(Labels.TERMINATE, "2"));
              return p;
            });

    eventually(
        () ->
            assertThat(pods())
                .filteredOn(p -> p.getMetadata().getDeletionTimestamp() != null)
                .singleElement()
                .satisfies(
                    p -> {
                      assertThat(p.getMetadata().getLabels()).containsEntry(Labels.KEY, "2");
                      assertThat(p.getMetadata().getAnnotations())
                          .containsEntry(Labels.STOP_REASON, "Terminated");
                    }));
  }
}
