package dev.workerpool.http;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.ForwardingStore;
import dev.workerpool.relay.PoolChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletionStage;

/** A store whose loads and writes are timed, by what came of them. */
final class TimedStore extends ForwardingStore {
  private final MeterRegistry registry;

  TimedStore(ChannelStore store, MeterRegistry registry) {
    super(store);
    this.registry = registry;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return timed("workerpool.store.loads", super.load(channel));
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return timed("workerpool.store.commits", super.write(channel, version, commit));
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return timed("workerpool.store.peeks", super.peek(channel));
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
