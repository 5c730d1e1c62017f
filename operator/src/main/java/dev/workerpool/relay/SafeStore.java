package dev.workerpool.relay;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The store, whose failures all come by the stage it returns: also those thrown at once. */
final class SafeStore implements ChannelStore {
  private final ChannelStore store;

  SafeStore(ChannelStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return caught(() -> store.load(channel));
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return caught(() -> store.write(channel, version, commit));
  }

  @Override
  public long maxStateBytes() {
    return store.maxStateBytes();
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return caught(() -> store.peek(channel));
  }

  @Override
  public Duration untilPuts() {
    return store.untilPuts();
  }

  @Override
  public void listen(Consumer<PoolChannel> disturbed) {
    store.listen(disturbed);
  }

  @Override
  public void rest(PoolChannel channel) {
    store.rest(channel);
  }

  @Override
  public Map<PoolChannel, StoreFigures> figures() {
    return store.figures();
  }

  private static <T> CompletionStage<T> caught(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
