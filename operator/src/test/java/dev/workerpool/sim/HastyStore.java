package dev.workerpool.sim;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.ForwardingStore;
import dev.workerpool.relay.PoolChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says that a commit is durable as soon as it is asked for. It is written soon after. */
final class HastyStore extends ForwardingStore {
  private CompletionStage<Written> last;

  HastyStore(ChannelStore store) {
    super(store);
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    if (commit.whole()) {
      last = super.write(channel, version, commit);
      return last;
    }
    last =
        last.thenCompose(
            before ->
                before instanceof Committed c
                    ? super.write(channel, c.version(), commit)
                    : CompletableFuture.completedStage(before));
    return CompletableFuture.completedStage(new Committed(version));
  }
}
