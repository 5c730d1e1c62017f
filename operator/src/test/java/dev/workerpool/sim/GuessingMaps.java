package dev.workerpool.sim;

import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.MapDraft;
import dev.workerpool.relay.hybrid.MapMeta;
import dev.workerpool.relay.hybrid.MapObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Says that a new object is there when nobody knows. */
final class GuessingMaps implements ConfigMaps {
  private final ConfigMaps maps;

  GuessingMaps(ConfigMaps maps) {
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
    return maps.create(draft)
        .thenApply(
            reply ->
                reply instanceof Unclear
                    ? new Done(new MapMeta(draft.name(), "guessed", "0", null, Map.of(), Map.of()))
                    : reply);
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
}
