package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Collects too early: before a head is written, all is deleted that it will not need. To show what
 * the order is for.
 */
public final class EagerCollection implements ConfigMaps {
  private final ConfigMaps maps;

  public EagerCollection(ConfigMaps maps) {
    this.maps = maps;
  }

  @Override
  public CompletionStage<Optional<MapObject>> get(String namespace, String name) {
    return maps.get(namespace, name);
  }

  @Override
  public CompletionStage<Optional<MapMeta>> meta(String namespace, String name) {
    return maps.meta(namespace, name);
  }

  @Override
  public CompletionStage<List<MapMeta>> list(PoolChannel channel) {
    return maps.list(channel);
  }

  @Override
  public CompletionStage<Reply> create(MapDraft draft) {
    return maps.create(draft);
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    String index = draft.data().get(LogIndex.FILE);
    return index == null
        ? maps.replace(draft, version)
        : collect(draft.channel(), LogIndex.decode(index))
            .handle((deleted, failure) -> maps.replace(draft, version))
            .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> collect(PoolChannel channel, LogIndex index) {
    return maps.list(channel)
        .thenCompose(
            listed ->
                CompletableFuture.allOf(
                    new Inventory(channel, listed)
                        .garbage(index, Long.MAX_VALUE).stream()
                            .map(meta -> delete(channel.ref().namespace(), meta))
                            .map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new)));
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    return maps.delete(namespace, exactly);
  }

  @Override
  public CompletionStage<Boolean> poolIs(PoolChannel channel) {
    return maps.poolIs(channel);
  }
}
