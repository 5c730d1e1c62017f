package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.NameTaken;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on the mock server, which does creates, updates and their conflicts honestly. */
@EnableKubernetesMockClient(crud = true)
class HybridStoreOnServerTest {
  KubernetesClient client;
  private PoolChannel channel;
  private ChannelStore store;

  @BeforeEach
  void pool() {
    WorkerPool pool = new WorkerPool();
    pool.getMetadata().setName("consumers");
    pool.getMetadata().setNamespace("default");
    String uid = client.resource(pool).create().getMetadata().getUid();
    channel = Heads.channel("default", "consumers", uid);
    store = Heads.store(client);
  }

  @Test
  void load_ofNothing_isAbsent() {
    assertThat(load(channel)).isEqualTo(new Absent());
  }

  @Test
  void firstWrite_makesAHeadThatThePoolOwns() {
    assertThat(write(null, Heads.commit(1, "a", "n1"))).isInstanceOf(Committed.class);
    ConfigMap head = head().get();
    assertThat(head.getMetadata().getLabels())
        .containsEntry(Labels.CHANNEL, "consumers")
        .containsEntry(Labels.POOL_UID, channel.poolUid());
    assertThat(head.getMetadata().getAnnotations()).containsEntry("workerpool.dev/epoch", "1");
    assertThat(head.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(channel.poolUid()));
  }

  @Test
  void load_afterAWrite_findsItWithItsStamp() {
    Committed written = (Committed) write(null, Heads.commit(1, "a", "n1"));
    Head head = (Head) load(channel);
    assertThat(written.version()).isNotBlank();
    assertThat(head.stamp()).isEqualTo(new Stamp(1, "a", "n1"));
    assertThat(head.content()).isEqualTo(Heads.content(head.stamp()));
  }

  @Test
  void write_ofTheVersionLoaded_replacesIt() {
    String first = version(write(null, Heads.commit(1, "a", "n1")));
    String second = version(write(first, Heads.commit(1, "a", "n2")));
    assertThat(second).isNotEqualTo(first);
    assertThat(((Head) load(channel)).stamp().commit()).isEqualTo("n2");
  }

  @Test
  void write_afterAnotherRelayTookOver_isFenced() {
    String first = version(write(null, Heads.commit(1, "a", "n1")));
    ChannelStore other = Heads.store(client);
    Head head = (Head) other.load(channel).toCompletableFuture().join();
    other.write(channel, head.version(), Heads.commit(2, "b", "n2")).toCompletableFuture().join();
    assertThat(write(first, Heads.commit(1, "a", "n3")))
        .isEqualTo(new Fenced(new Stamp(2, "b", "n2")));
    assertThat(((Head) load(channel)).stamp().holder()).isEqualTo("b");
  }

  @Test
  void creation_whereAnotherRelayCreated_isFenced() {
    write(null, Heads.commit(1, "b", "n1"));
    assertThat(write(null, Heads.commit(1, "a", "n2")))
        .isEqualTo(new Fenced(new Stamp(1, "b", "n1")));
  }

  @Test
  void write_afterAPersonsEdit_saysSoAndWhatToReplace() {
    String first = version(write(null, Heads.commit(1, "a", "n1")));
    head().edit(m -> new ConfigMapBuilder(m).addToData("note", "hello").build());
    Written written = write(first, Heads.commit(1, "a", "n2"));
    assertThat(written).isInstanceOf(Edited.class);
    assertThat(write(((Edited) written).version(), Heads.commit(1, "a", "n3")))
        .isInstanceOf(Committed.class);
    assertThat(head().get().getData()).doesNotContainKey("note");
  }

  @Test
  void write_ofADeletedHead_isMissing() {
    String first = version(write(null, Heads.commit(1, "a", "n1")));
    head().delete();
    assertThat(write(first, Heads.commit(1, "a", "n2"))).isEqualTo(new Missing());
  }

  @Test
  void foreignConfigMap_ofTheName_isLeftAlone() {
    ConfigMap foreign =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("consumers-channel")
                    .withNamespace("default")
                    .endMetadata()
                    .withData(Map.of("a", "b"))
                    .build())
            .create();
    assertThat(load(channel)).isInstanceOf(NameTaken.class);
    assertThat(write(null, Heads.commit(1, "a", "n1"))).isInstanceOf(Fenced.class);
    assertThat(head().get()).isEqualTo(foreign);
  }

  @Test
  void headOfAFormerLife_isRemoved() {
    formerLife("uid-before");
    assertThat(load(channel)).isEqualTo(new Absent());
    assertThat(head().get()).isNull();
  }

  @Test
  void headOfALaterLife_isNotRemovedByWhoKnowsOnlyTheFormer() {
    write(null, Heads.commit(1, "a", "n1"));
    PoolChannel former = Heads.channel("default", "consumers", "uid-before");
    assertThatThrownBy(() -> load(former)).hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(head().get()).isNotNull();
  }

  @Test
  void headWhoseOwnerSomebodyTookOff_isStillTheChannels() {
    write(null, Heads.commit(1, "a", "n1"));
    head()
        .edit(
            m ->
                new ConfigMapBuilder(m)
                    .editMetadata()
                    .withOwnerReferences()
                    .removeFromLabels(Labels.POOL_UID)
                    .endMetadata()
                    .build());
    assertThat(load(channel)).isInstanceOf(Head.class);
  }

  private void formerLife(String uid) {
    PoolChannel former = Heads.channel("default", "consumers", uid);
    Heads.store(client)
        .write(former, null, Heads.commit(9, "z", "n9"))
        .toCompletableFuture()
        .join();
  }

  private Found load(PoolChannel of) {
    return store.load(of).toCompletableFuture().join();
  }

  private Written write(String version, Commit commit) {
    return store.write(channel, version, commit).toCompletableFuture().join();
  }

  private static String version(Written written) {
    return ((Committed) written).version();
  }

  private Resource<ConfigMap> head() {
    return client.configMaps().inNamespace("default").withName("consumers-channel");
  }
}
