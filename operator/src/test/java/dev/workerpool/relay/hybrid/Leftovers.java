package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.List;

/** What lies about of a channel that its head doesn't need; for tests in any room. */
public final class Leftovers {
  private Leftovers() {}

  /** Names, as they are at this moment. */
  public static List<String> of(ConfigMaps maps, PoolChannel channel) {
    HeadDoc head =
        maps.get(channel.ref().namespace(), Names.head(channel))
            .thenApply(found -> new HeadDoc(found.orElseThrow()))
            .toCompletableFuture()
            .join();
    return maps.list(channel)
        .thenApply(listed -> new Inventory(channel, listed).garbage(head.index(), Long.MAX_VALUE))
        .thenApply(garbage -> garbage.stream().map(MapMeta::name).toList())
        .toCompletableFuture()
        .join();
  }
}
