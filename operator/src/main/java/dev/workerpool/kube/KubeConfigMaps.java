package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import dev.workerpool.relay.hybrid.MapObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The ConfigMaps of a cluster. The client given must not repeat requests by itself ({@link
 * KubeClients#once}): who asks wants to know what came of each.
 */
public final class KubeConfigMaps implements ConfigMaps {
  private final KubernetesClient client;
  private final MetadataReads metadata;
  private final Executor executor;

  /**
   * @param executor runs the blocking calls
   */
  public KubeConfigMaps(KubernetesClient client, Executor executor) {
    this.client = client;
    this.metadata = new MetadataReads(client);
    this.executor = executor;
  }

  @Override
  public CompletionStage<Optional<MapObject>> get(String namespace, String name) {
    return later(
        () ->
            Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
                .map(KubeConfigMaps::object));
  }

  @Override
  public CompletionStage<Optional<MapMeta>> meta(String namespace, String name) {
    return later(() -> metadata.get(namespace, name).map(KubeConfigMaps::meta));
  }

  @Override
  public CompletionStage<List<MapMeta>> list(PoolChannel channel) {
    return later(
        () ->
            metadata
                .list(
                    channel.ref().namespace(),
                    Labels.CHANNEL
                        + "="
                        + channel.ref().name()
                        + ","
                        + Labels.POOL_UID
                        + "="
                        + channel.poolUid())
                .stream()
                .map(KubeConfigMaps::meta)
                .toList());
  }

  @Override
  public CompletionStage<Reply> create(MapDraft draft) {
    return later(
        () ->
            replied(
                () -> new Done(meta(client.resource(map(draft, null)).create().getMetadata())),
                false));
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    return later(
        () ->
            replied(
                () -> new Done(meta(client.resource(map(draft, version)).update().getMetadata())),
                false));
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    return later(
        () ->
            replied(
                () -> {
                  metadata.delete(namespace, exactly);
                  return new Done(null);
                },
                true));
  }

  @Override
  public CompletionStage<Boolean> poolIs(PoolChannel channel) {
    return later(
        () -> {
          WorkerPool pool =
              client
                  .resources(WorkerPool.class)
                  .inNamespace(channel.ref().namespace())
                  .withName(channel.ref().name())
                  .get();
          return pool != null && channel.poolUid().equals(pool.getMetadata().getUid());
        });
  }

  private static Reply replied(Supplier<Reply> call, boolean absentIsDone) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      int code = e.getCode();
      if (code == 404) {
        return absentIsDone ? new Done(null) : new Missing();
      } else if (code == 409) {
        return new Conflict();
      } else if (code == 429) {
        return new Throttled();
      }
      boolean open = code == 0 || code == 408 || code >= 500;
      return open ? new Unclear(String.valueOf(e.getMessage())) : new Refused(e.getMessage());
    }
  }

  /** As it is sent; the pool owns it, so that the cluster's garbage collector removes it. */
  static ConfigMap map(MapDraft draft, String version) {
    PoolChannel channel = draft.channel();
    Map<String, String> binary = new HashMap<>();
    draft.binary().forEach((k, v) -> binary.put(k, Base64.getEncoder().encodeToString(v)));
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(draft.name())
        .withNamespace(draft.namespace())
        .withResourceVersion(version)
        .addToLabels(Labels.CHANNEL, channel.ref().name())
        .addToLabels(Labels.POOL, channel.ref().name())
        .addToLabels(Labels.POOL_UID, channel.poolUid())
        .withAnnotations(draft.annotations().isEmpty() ? null : draft.annotations())
        .addNewOwnerReference()
        .withApiVersion(WorkerPool.API_VERSION)
        .withKind(WorkerPool.KIND)
        .withName(channel.ref().name())
        .withUid(channel.poolUid())
        .endOwnerReference()
        .endMetadata()
        .withData(draft.data().isEmpty() ? null : draft.data())
        .withBinaryData(binary.isEmpty() ? null : binary)
        .withImmutable(draft.immutable() ? Boolean.TRUE : null)
        .build();
  }

  static MapObject object(ConfigMap map) {
    Map<String, byte[]> binary = new HashMap<>();
    orEmpty(map.getBinaryData()).forEach((k, v) -> binary.put(k, Base64.getDecoder().decode(v)));
    return new MapObject(meta(map.getMetadata()), orEmpty(map.getData()), binary);
  }

  private static MapMeta meta(ObjectMeta meta) {
    String owner =
        meta.getOwnerReferences().stream()
            .filter(reference -> WorkerPool.KIND.equals(reference.getKind()))
            .map(OwnerReference::getUid)
            .findFirst()
            .orElse(null);
    return new MapMeta(
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        owner,
        orEmpty(meta.getLabels()),
        orEmpty(meta.getAnnotations()));
  }

  private static <V> Map<String, V> orEmpty(Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }
}
