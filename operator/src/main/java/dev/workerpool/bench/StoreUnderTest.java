package dev.workerpool.bench;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.kube.KubeClients;
import dev.workerpool.kube.KubeConfigMaps;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.HybridSettings;
import dev.workerpool.relay.hybrid.HybridStore;
import dev.workerpool.relay.hybrid.MapDraft;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Pools without processes in the benchmark's namespace, relays for them, and raw ConfigMaps. */
final class StoreUnderTest implements AutoCloseable {
  /** As the relay's role has it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than any benchmark writes. */
  private static final long UNBOUNDED = 1L << 40;

  private final BenchCluster cluster;

  /** As the relay's role has it. */
  private final KubernetesClient storing;

  /** As any program may have it. */
  private final KubernetesClient client;

  private int pools;

  StoreUnderTest(BenchCluster cluster) {
    this.cluster = cluster;
    this.storing = KubeClients.direct(cluster.client().getConfiguration(), PATIENCE);
    this.client = KubeClients.once(cluster.client().getConfiguration(), PATIENCE);
  }

  /** The channel of a new pool: its ConfigMaps have an owner, so that they are not collected. */
  PoolChannel pool() {
    String name = "channel-" + ++pools;
    WorkerPool pool =
        Serialization.unmarshal(
            """
            apiVersion: %s
            kind: %s
            metadata: {name: %s, namespace: %s}
            spec:
              replicas: 0
              template: {spec: {containers: [{name: worker, image: none, command: [none]}]}}
            """
                .formatted(WorkerPool.API_VERSION, WorkerPool.KIND, name, cluster.namespace()),
            WorkerPool.class);
    String uid = cluster.client().resource(pool).create().getMetadata().getUid();
    return new PoolChannel(new ChannelRef(cluster.namespace(), name), uid);
  }

  /** A relay with the default limits. */
  BenchRelay limited(PoolChannel channel, UnaryOperator<WriteBudget> budget) throws IOException {
    return relay(
        channel,
        HybridSettings.DEFAULT,
        budget.apply(new WriteBudget(WriteBudget.DEFAULT_BYTES, InstantSource.system())));
  }

  /** A relay that may store and write as much as it likes. */
  BenchRelay unlimited(PoolChannel channel) throws IOException {
    return relay(
        channel,
        HybridSettings.DEFAULT.withChannelBytes(UNBOUNDED),
        new WriteBudget(UNBOUNDED, InstantSource.system()));
  }

  private BenchRelay relay(PoolChannel channel, HybridSettings settings, WriteBudget budget)
      throws IOException {
    return new BenchRelay(
        channel,
        (runtime, io) ->
            new HybridStore(new KubeConfigMaps(storing, client, io), runtime, settings, budget));
  }

  /** Makes a ConfigMap to be replaced again and again. */
  Raw raw() {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("raw-" + ++pools)
            .withNamespace(cluster.namespace())
            .endMetadata()
            .build();
    return new Raw(client, client.resource(map).create());
  }

  /** A ConfigMap that one client replaces, each time by its version. */
  static final class Raw {
    private final KubernetesClient client;
    private final SampleTasks tasks = new SampleTasks(7, Work.ITEM_BYTES);
    private ConfigMap map;

    private Raw(KubernetesClient client, ConfigMap map) {
      this.client = client;
      this.map = map;
    }

    /** One PUT with a task in it. */
    long put() {
      ConfigMap next =
          new ConfigMapBuilder()
              .withNewMetadataLike(map.getMetadata())
              .endMetadata()
              .withData(Map.of("task", tasks.next()))
              .build();
      map = client.resource(next).update();
      return 1;
    }
  }

  /** The same, as the store writes. */
  OwnPut own(PoolChannel channel) {
    return new OwnPut(new KubeConfigMaps(storing, client, Runnable::run), channel);
  }

  /** A ConfigMap that is replaced again and again through the store's port. */
  static final class OwnPut {
    private final KubeConfigMaps maps;
    private final PoolChannel channel;
    private final SampleTasks tasks = new SampleTasks(7, Work.ITEM_BYTES);
    private String version;

    private OwnPut(KubeConfigMaps maps, PoolChannel channel) {
      this.maps = maps;
      this.channel = channel;
      this.version = version(maps.create(draft()));
    }

    /** One PUT with a task in it. */
    long put() {
      version = version(maps.replace(draft(), version));
      return 1;
    }

    private MapDraft draft() {
      Map<String, String> data = Map.of("task", tasks.next());
      return new MapDraft(channel, channel.ref().name() + "-own", Map.of(), false, data, Map.of());
    }

    private static String version(CompletionStage<ConfigMaps.Reply> reply) {
      return ((ConfigMaps.Done) reply.toCompletableFuture().join()).meta().version();
    }
  }

  @Override
  public void close() {
    storing.close();
    client.close();
  }
}
