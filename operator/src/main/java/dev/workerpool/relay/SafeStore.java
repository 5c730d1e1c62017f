package dev.workerpool.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The store, whose failures all come by the stage it returns: also those thrown at once. */
final class SafeStore extends ForwardingStore {
  SafeStore(ChannelStore store) {
    super(store);
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return caught(() -> super.load(channel));
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return caught(() -> super.write(channel, version, commit));
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return caught(() -> super.peek(channel));
  }

  private static <T> CompletionStage<T> caught(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
