package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.StoreFigures;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Channels as ConfigMaps. While a channel is small and calm, all of it stands in its head, as text;
 * else the head only leads to a snapshot and a log. For one relay: each has its own store.
 */
public final class HybridStore implements ChannelStore {
  private final Tools tools;
  private final Map<PoolChannel, HybridChannel> channels = new ConcurrentHashMap<>();
  private volatile Consumer<PoolChannel> disturbed = channel -> {};

  public HybridStore(
      ConfigMaps maps, RelayRuntime runtime, HybridSettings settings, WriteBudget budget) {
    this(new Tools(maps, runtime, settings, budget, true));
  }

  private HybridStore(Tools tools) {
    this.tools = tools;
  }

  /**
   * A store that loses what it has acknowledged: it doesn't look at the head after it has appended.
   * For tests that must see that found.
   */
  public static HybridStore withoutTheLook(
      ConfigMaps maps, RelayRuntime runtime, HybridSettings settings, WriteBudget budget) {
    return new HybridStore(new Tools(maps, runtime, settings, budget, false));
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    return of(channel).load();
  }

  @Override
  public CompletionStage<Found> peek(PoolChannel channel) {
    return of(channel).peek();
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    return of(channel).write(version, commit);
  }

  @Override
  public long maxStateBytes() {
    return tools.settings().channelBytes();
  }

  @Override
  public Duration untilPuts() {
    return tools.budget().untilPuts();
  }

  @Override
  public void listen(Consumer<PoolChannel> listener) {
    disturbed = listener;
  }

  @Override
  public void rest(PoolChannel channel) {
    HybridChannel gone = channels.remove(channel);
    if (gone != null) {
      gone.rest();
    }
  }

  @Override
  public Map<PoolChannel, StoreFigures> figures() {
    Map<PoolChannel, StoreFigures> figures = new HashMap<>();
    channels.forEach((channel, hybrid) -> figures.put(channel, hybrid.figures()));
    return figures;
  }

  private HybridChannel of(PoolChannel channel) {
    return channels.computeIfAbsent(
        channel, c -> new HybridChannel(c, tools, gone -> disturbed.accept(gone)));
  }
}
