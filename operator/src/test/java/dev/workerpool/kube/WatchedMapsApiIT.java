package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.cluster.OnCluster;
import dev.workerpool.cluster.PlayedNamespace;
import dev.workerpool.cluster.TestCluster;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps.Changes;
import dev.workerpool.relay.hybrid.ConfigMaps.Done;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real API server tells of a channel's objects, and in which order. */
@OnCluster
class WatchedMapsApiIT {
  private static final int ENTRIES = 200;

  private final KubernetesClient client = TestCluster.client();
  private final PlayedNamespace played = new PlayedNamespace(client, "wp-watch");
  private final KubeConfigMaps maps = new KubeConfigMaps(client, client, Runnable::run);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private PoolChannel channel;

  @BeforeEach
  void make() {
    TestCluster.define(client);
    played.make();
    played.pool("pool", "{}");
    String uid =
        client
            .resources(WorkerPool.class)
            .inNamespace(played.name())
            .withName("pool")
            .get()
            .getMetadata()
            .getUid();
    channel = new PoolChannel(new ChannelRef(played.name(), "pool"), uid);
  }

  @AfterEach
  void delete() {
    played.delete();
    played.awaitGone();
  }

  private MapMeta made(String name) {
    return meta(maps.create(draft(name, "x")).toCompletableFuture().join());
  }

  private MapDraft draft(String name, String text) {
    return new MapDraft(channel, name, Map.of(), false, Map.of("a", text), Map.of());
  }

  private static MapMeta meta(Object reply) {
    return ((Done) reply).meta();
  }

  private final class Noting implements Changes {
    @Override
    public void changed(MapMeta object) {
      told.add(object.name() + " " + object.version());
    }

    @Override
    public void gone(String name) {
      told.add(name + " gone");
    }

    @Override
    public void over() {
      told.add("over");
    }
  }

  private void assertTold() {
    await().untilAsserted(() -> assertThat(told).containsExactlyElementsOf(done));
  }

  @Test
  void changesOfSeveralObjects_areToldInTheOrderOfTheirMaking() {
    MapMeta head = made("head");
    Runnable end = maps.watch(channel, head.version(), new Noting());
    for (int i = 0; i < ENTRIES; i++) {
      MapMeta entry = made("entry-" + i);
      done.add(entry.name() + " " + entry.version());
      if (i % 7 == 0) {
        head =
            meta(maps.replace(draft("head", "x" + i), head.version()).toCompletableFuture().join());
        done.add(head.name() + " " + head.version());
      }
      if (i % 3 == 0) {
        maps.delete(played.name(), entry).toCompletableFuture().join();
        done.add(entry.name() + " gone");
      }
    }
    assertTold();
    end.run();
  }

  @Test
  void objectThatLosesItsLabels_isGone_andComesBackWithThem() {
    MapMeta head = made("head");
    Runnable end = maps.watch(channel, head.version(), new Noting());
    label("another-uid");
    done.add("head gone");
    assertTold();
    done.add("head " + label(channel.poolUid()));
    assertTold();
    end.run();
  }

  private String label(String uid) {
    return client
        .configMaps()
        .inNamespace(played.name())
        .withName("head")
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToLabels(Labels.POOL_UID, uid)
                    .endMetadata()
                    .build())
        .getMetadata()
        .getResourceVersion();
  }

  @Test
  void otherChannelsObjects_areNotTold_andWhatIsEndedTellsNothingMore() {
    Runnable end = maps.watch(channel, made("head").version(), new Noting());
    PoolChannel other = new PoolChannel(channel.ref(), "another-uid");
    maps.create(new MapDraft(other, "theirs", Map.of(), false, Map.of("a", "x"), Map.of()))
        .toCompletableFuture()
        .join();
    MapMeta entry = made("entry");
    done.add("entry " + entry.version());
    assertTold();
    end.run();
    await().until(() -> told.contains("over"));
  }
}
