package dev.workerpool.relay;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A store that asks another one for everything; its kinds say what they do differently. */
public abstract class ForwardingStore implements ChannelStore {
  private final ChannelStore store;

  protected ForwardingStore(ChannelStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return store.load(channel);
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return store.write(channel, version, commit);
  }

  @Override
  public long maxStateBytes() {
    return store.maxStateBytes();
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return store.peek(channel);
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
}
