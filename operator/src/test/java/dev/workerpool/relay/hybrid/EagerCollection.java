package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Collects too early: before a head is written, all is deleted that it will not need. To show what
 * the order is for.
 */
public final class EagerCollection extends ForwardingMaps {
  public EagerCollection(ConfigMaps maps) {
    super(maps);
  }

  @Override
  public CompletionStage<Reply> replace(MapDraft draft, String version) {
    String index = draft.data().get(LogIndex.FILE);
    return index == null
        ? super.replace(draft, version)
        : collect(draft.channel(), LogIndex.decode(index))
            .handle((deleted, failure) -> super.replace(draft, version))
            .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> collect(PoolChannel channel, LogIndex index) {
    return list(channel)
        .thenCompose(
            listed ->
                CompletableFuture.allOf(
                    new Inventory(channel, listed)
                        .garbage(index, Long.MAX_VALUE).stream()
                            .map(meta -> delete(channel.ref().namespace(), meta))
                            .map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new)));
  }
}
