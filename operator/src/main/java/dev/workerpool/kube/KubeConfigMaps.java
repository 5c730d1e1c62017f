package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import dev.workerpool.relay.hybrid.MapObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The ConfigMaps of a cluster. The client given must not repeat requests by itself ({@link
 * KubeClients#once}): who asks wants to know what came of each.
 */
public final class KubeConfigMaps implements ConfigMaps {
  private final KubernetesClient client;
  private final RawCalls calls;
  private final RawWatches watches;
  private final Executor executor;

  /**
   * @param watching can read an answer while it comes, unlike the other
   * @param executor runs the blocking calls
   */
  public KubeConfigMaps(KubernetesClient client, KubernetesClient watching, Executor executor) {
    this.client = client;
    this.calls = new RawCalls(client);
    this.watches = new RawWatches(watching);
    this.executor = new Staying(executor);
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
    return later(() -> calls.get(path(namespace, name)).map(KubeConfigMaps::meta));
  }

  @Override
  public CompletionStage<List<MapMeta>> list(PoolChannel channel) {
    String path = path(channel.ref().namespace()) + "?" + selecting(channel);
    return later(() -> calls.list(path).items().stream().map(KubeConfigMaps::meta).toList());
  }

  @Override
  public Runnable watch(PoolChannel channel, String after, Changes changes) {
    return watches.begin(
        path(channel.ref().namespace()) + "?" + selecting(channel),
        after,
        new RawWatches.Events() {
          @Override
          public void there(PartialObject object) {
            changes.changed(meta(object));
          }

          @Override
          public void deleted(PartialObject object) {
            changes.gone(object.metadata().name());
          }

          @Override
          public void over() {
            changes.over();
          }
        });
  }

  @Override
  public CompletionStage<Reply> create(MapDraft draft) {
    return write("POST", path(draft.namespace()), draft, null);
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    return write("PUT", path(draft.namespace(), draft.name()), draft, version);
  }

  private CompletionStage<Reply> write(String method, String path, MapDraft draft, String version) {
    return later(
        () ->
            replied(
                () -> new Done(meta(calls.write(method, path, MapJson.of(draft, version)))),
                false));
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    String options =
        client
            .getKubernetesSerialization()
            .asJson(
                new DeleteOptionsBuilder()
                    .withNewPreconditions()
                    .withUid(exactly.uid())
                    .withResourceVersion(exactly.version())
                    .endPreconditions()
                    .build());
    return later(
        () ->
            replied(
                () -> {
                  calls.delete(path(namespace, exactly.name()), options);
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
      // The client library says -1 where no answer came.
      boolean open = code <= 0 || code == 408 || code >= 500;
      return open ? new Unclear(String.valueOf(e.getMessage())) : new Refused(Refusals.message(e));
    }
  }

  static MapObject object(ConfigMap map) {
    Map<String, byte[]> binary = new HashMap<>();
    orEmpty(map.getBinaryData()).forEach((k, v) -> binary.put(k, Base64.getDecoder().decode(v)));
    return new MapObject(meta(map.getMetadata()), orEmpty(map.getData()), binary);
  }

  private static MapMeta meta(ObjectMeta meta) {
    return new MapMeta(
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        owner(meta.getOwnerReferences(), OwnerReference::getKind, OwnerReference::getUid),
        orEmpty(meta.getLabels()),
        orEmpty(meta.getAnnotations()));
  }

  private static MapMeta meta(PartialObject object) {
    PartialObject.Meta meta = object.metadata();
    return new MapMeta(
        meta.name(),
        meta.uid(),
        meta.resourceVersion(),
        owner(meta.ownerReferences(), PartialObject.Owner::kind, PartialObject.Owner::uid),
        meta.labels(),
        meta.annotations());
  }

  private static <T> String owner(
      List<T> references, Function<T, String> kind, Function<T, String> uid) {
    return references.stream()
        .filter(reference -> WorkerPool.KIND.equals(kind.apply(reference)))
        .map(uid)
        .findFirst()
        .orElse(null);
  }

  private static String selecting(PoolChannel channel) {
    String selector =
        Labels.CHANNEL
            + "="
            + channel.ref().name()
            + ","
            + Labels.POOL_UID
            + "="
            + channel.poolUid();
    return "labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }

  private static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private static String path(String namespace, String name) {
    return path(namespace) + "/" + name;
  }

  private static <V> Map<String, V> orEmpty(Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }
}
