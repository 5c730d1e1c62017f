package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Objects that are kept by another; its kinds do one thing wrong, to show what it is for. */
public abstract class ForwardingMaps implements ConfigMaps {
  private final ConfigMaps maps;

  protected ForwardingMaps(ConfigMaps maps) {
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
    return maps.replace(draft, version);
  }

  @Override
  public CompletionStage<Reply> delete(String namespace, MapMeta exactly) {
    return maps.delete(namespace, exactly);
  }

  @Override
  public CompletionStage<Boolean> poolIs(PoolChannel channel) {
    return maps.poolIs(channel);
  }

  @Override
  public Runnable watch(PoolChannel channel, String after, Changes changes) {
    return maps.watch(channel, after, changes);
  }
}
