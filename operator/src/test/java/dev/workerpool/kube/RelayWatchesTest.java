package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.ChannelSpec;
import dev.workerpool.api.EventSpec;
import dev.workerpool.api.Labels;
import dev.workerpool.api.QueueSpec;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the relay is told of pools and pods. */
@EnableKubernetesMockClient(crud = true)
class RelayWatchesTest {
  KubernetesClient client;
  private final RecordingRelay relay = new RecordingRelay();
  private RelayWatches watches;

  @AfterEach
  void close() {
    watches.close();
  }

  @Test
  void pools_thereAndThenDeleted_areOwnedAndGone() {
    start(Set.of());
    pool("consumers");
    awaitTold("own default/consumers [tasks/10, results/0] [ready] 0");
    client.resources(WorkerPool.class).inNamespace("default").withName("consumers").delete();
    awaitTold("gone default/consumers");
  }

  @Test
  void pods_thatEnd_areToldOnceWithTheirExitCode() {
    String uid = pool("consumers");
    String pod = create(pod("p1", uid)).getMetadata().getUid();
    start(Set.of("default"));
    terminate("p1", 3);
    awaitTold("ended " + pod + " 3");
    client.pods().inNamespace("default").withName("p1").withGracePeriod(0).delete();
    String other = create(pod("p2", uid)).getMetadata().getUid();
    client.pods().inNamespace("default").withName("p2").withGracePeriod(0).delete();
    awaitTold("ended " + other + " null");
    assertThat(relay.told).filteredOn(t -> t.startsWith("ended " + pod)).hasSize(1);
  }

  @Test
  void podEndedBeforeTheStart_isToldAtTheStart() {
    String uid = pool("consumers");
    String pod = create(pod("p1", uid)).getMetadata().getUid();
    terminate("p1", 0);
    start(Set.of());
    awaitTold("ended " + pod + " 0");
  }

  @Test
  void whoLives_isToldOfEachChannel() {
    String uid = pool("consumers");
    pool("empty");
    String alive = create(pod("p1", uid)).getMetadata().getUid();
    String dead = create(pod("p2", uid)).getMetadata().getUid();
    terminate("p2", 0);
    start(Set.of());
    awaitTold("ended " + dead + " 0");
    await().until(() -> watches.heard(alive).isPresent());
    watches.tellWhoLives();
    assertThat(relay.told)
        .contains("alive default/consumers [" + alive + "]", "alive default/empty []");
  }

  @Test
  void find_ofAPodOfALivingPool_isItsWorker() {
    String uid = pool("consumers");
    start(Set.of());
    awaitTold("own default/consumers [tasks/10, results/0] [ready] 0");
    Pod pod = create(pod("p1", uid));
    assertThat(watches.find("default", "p1", pod.getMetadata().getUid()))
        .get()
        .extracting(KnownWorkers.Worker::pool)
        .isEqualTo("consumers");
    assertThat(watches.find("default", "p1", "another-uid")).isEmpty();
    assertThat(watches.find("default", "nosuch", "u")).isEmpty();
  }

  @Test
  void find_ofAPodThatOnlySaysItIsOfAPool_isNobody() {
    pool("consumers");
    start(Set.of());
    awaitTold("own default/consumers [tasks/10, results/0] [ready] 0");
    Pod liar = create(pod("p1", "not-the-pools-uid"));
    assertThat(watches.find("default", "p1", liar.getMetadata().getUid())).isEmpty();
  }

  private void start(Set<String> namespaces) {
    watches = new RelayWatches(client, relay, namespaces);
    watches.start();
    assertThat(watches.healthy()).isTrue();
  }

  private void awaitTold(String what) {
    await().untilAsserted(() -> assertThat(relay.told).contains(what));
  }

  private String pool(String name) {
    WorkerPool pool = new WorkerPool();
    pool.getMetadata().setName(name);
    pool.getMetadata().setNamespace("default");
    pool.setSpec(spec(name));
    return client.resource(pool).create().getMetadata().getUid();
  }

  private static WorkerPoolSpec spec(String name) {
    ChannelSpec channel =
        new ChannelSpec(
            List.of(new QueueSpec("tasks", 10), new QueueSpec("results", null)),
            List.of(new EventSpec("ready")));
    var declared = name.equals("empty") ? null : channel;
    return new WorkerPoolSpec(
        0, null, null, null, null, null, null, null, null, null, null, null, null, null, declared);
  }

  private Pod create(Pod pod) {
    return client.resource(pod).create();
  }

  private static Pod pod(String name, String poolUid) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .addToLabels(Labels.POOL, "consumers")
        .addToLabels(Labels.POOL_UID, poolUid)
        .endMetadata()
        .withNewSpec()
        .withNodeName("n1")
        .withServiceAccountName("default")
        .addNewContainer()
        .withName("worker")
        .withImage("x")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private void terminate(String name, int code) {
    client
        .pods()
        .inNamespace("default")
        .withName(name)
        .edit(
            p ->
                new PodBuilder(p)
                    .editStatus()
                    .withPhase(code == 0 ? "Succeeded" : "Failed")
                    .editFirstContainerStatus()
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(code)
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }
}
