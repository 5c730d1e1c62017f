package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A channel as one ConfigMap, replaced whole by compare-and-swap on its resourceVersion.
 *
 * <p>The client given must not repeat requests by itself ({@link KubeClients#once}): a repeated PUT
 * after a lost reply answers 409, which looks like a foreign write. {@link HeadWrite} resolves that
 * by the nonce in the head.
 */
public final class ConfigMapChannelStore implements ChannelStore {
  /** The API server's limit is 1 MiB of values; the rest is room for what a commit adds. */
  private static final long MAX_STATE_BYTES = 900L * 1024;

  private final KubernetesClient client;
  private final Executor executor;

  /**
   * @param executor runs the blocking calls: one thread is busy for a channel at most
   */
  public ConfigMapChannelStore(KubernetesClient client, Executor executor) {
    this.client = client;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return later(() -> find(channel));
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return later(() -> new HeadWrite(client, channel, version, commit).run());
  }

  @Override
  public long maxStateBytes() {
    return MAX_STATE_BYTES;
  }

  private Found find(PoolChannel channel) {
    ConfigMap map = resource(channel).get();
    if (map == null) {
      return new Absent();
    }
    if (!ChannelHeads.ours(map)) {
      return new NameTaken(
          "ConfigMap %s/%s is not a channel's; rename it or the pool"
              .formatted(channel.ref().namespace(), ChannelHeads.name(channel)));
    }
    if (!ChannelHeads.of(channel, map)) {
      removeFormerLife(channel, map);
      return new Absent();
    }
    Stamp stamp = ChannelHeads.stamp(map).orElse(new Stamp(0, "unreadable", "unreadable"));
    return new Head(ChannelHeads.version(map), stamp, ChannelHeads.content(map), List.of());
  }

  /** Only after the server has said that the pool of today is the one we know. */
  private void removeFormerLife(PoolChannel channel, ConfigMap map) {
    WorkerPool pool =
        client
            .resources(WorkerPool.class)
            .inNamespace(channel.ref().namespace())
            .withName(channel.ref().name())
            .get();
    if (pool == null || !channel.poolUid().equals(pool.getMetadata().getUid())) {
      throw new IllegalStateException("pool " + channel.ref() + " has been deleted or replaced");
    }
    // Exactly what was looked at: a precondition on the resourceVersion, which no other life
    // shares.
    client.resource(map).lockResourceVersion().delete();
  }

  private Resource<ConfigMap> resource(PoolChannel channel) {
    return client
        .configMaps()
        .inNamespace(channel.ref().namespace())
        .withName(ChannelHeads.name(channel));
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }
}
