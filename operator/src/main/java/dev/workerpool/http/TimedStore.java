package dev.workerpool.http;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.StoreFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A store whose loads and writes are timed, by what came of them. */
final class TimedStore implements ChannelStore {
  private final ChannelStore store;
  private final MeterRegistry registry;

  TimedStore(ChannelStore store, MeterRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return timed("workerpool.store.loads", store.load(channel));
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return timed("workerpool.store.commits", store.write(channel, version, commit));
  }

  @Override
  public long maxStateBytes() {
    return store.maxStateBytes();
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return timed("workerpool.store.peeks", store.peek(channel));
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

  private <T> CompletionStage<T> timed(String name, CompletionStage<T> stage) {
    Timer.Sample sample = Timer.start(registry);
    return stage.whenComplete(
        (result, failure) -> {
          String outcome = failure == null ? result.getClass().getSimpleName() : "Failed";
          sample.stop(registry.timer(name, "outcome", outcome));
        });
  }
}
