package dev.workerpool.http;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.StoreFigures;
import dev.workerpool.relay.WriteBudget;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the store has done for each channel, and what it may still write. */
final class StoreMetrics {
  private final Map<MultiGauge, ToDoubleFunction<StoreFigures>> gauges = new LinkedHashMap<>();
  private final MeterRegistry registry;

  StoreMetrics(MeterRegistry registry) {
    this.registry = registry;
    add("written.bytes", "Bytes written of it, by this relay", f -> f.bytes());
    add("commits", "Commits made durable by this relay", f -> f.commits());
    add("commit.seconds.total", "Time these took", f -> seconds(f.inCommits()));
    add("commit.seconds.slowest", "Of the last commits", f -> seconds(f.slowest()));
    add("log.entries", "Log entries that a recovery would read", f -> f.logEntries());
    add("snapshots", "Snapshots written by this relay", f -> f.snapshots());
    add("inline", "1: all of it stands in the head, to be read", f -> f.inline() ? 1 : 0);
  }

  /** Figures of the budget that the store draws on. */
  void budget(WriteBudget budget) {
    registry.gauge("workerpool.write.budget.left.bytes", budget, WriteBudget::left);
    registry.gauge("workerpool.write.budget.pace", budget, WriteBudget::pace);
    registry.gauge("workerpool.write.budget.wait.seconds", budget, b -> seconds(b.untilPuts()));
  }

  void publish(ChannelStore store) {
    Map<PoolChannel, StoreFigures> all = store.figures();
    gauges.forEach(
        (gauge, figure) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          all.forEach(
              (channel, figures) ->
                  rows.add(MultiGauge.Row.of(tags(channel), figure.applyAsDouble(figures))));
          gauge.register(rows, true);
        });
  }

  private void add(String name, String description, ToDoubleFunction<StoreFigures> figure) {
    gauges.put(
        MultiGauge.builder("workerpool.channel." + name)
            .description(description)
            .register(registry),
        figure);
  }

  private static Tags tags(PoolChannel channel) {
    return Tags.of("namespace", channel.ref().namespace(), "channel", channel.ref().name());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
