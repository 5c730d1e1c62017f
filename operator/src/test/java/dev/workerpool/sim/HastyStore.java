package dev.workerpool.sim;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says that a commit is durable as soon as it is asked for. It is written soon after. */
final class HastyStore implements ChannelStore {
  private final ChannelStore store;
  private CompletionStage<Written> last;

  HastyStore(ChannelStore store) {
    this.store = store;
  }

  @Override
  public long maxStateBytes() {
    return store.maxStateBytes();
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return store.load(channel);
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    if (commit.whole()) {
      last = store.write(channel, version, commit);
      return last;
    }
    last =
        last.thenCompose(
            before ->
                before instanceof Committed c
                    ? store.write(channel, c.version(), commit)
                    : CompletableFuture.completedStage(before));
    return CompletableFuture.completedStage(new Committed(version));
  }
}
