package dev.workerpool.http;

import dev.workerpool.channel.QueueStats;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.WatchPage;
import dev.workerpool.relay.WriteBudget;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** Metrics for Prometheus; names in its base units. */
public final class PrometheusMetrics implements Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge ready = gauge("ready", "Items that wait for a taker");
  private final MultiGauge leased = gauge("leased", "Items that a process holds");
  private final MultiGauge unfinished = gauge("unfinished", "Items put and not done");
  private final MultiGauge done = gauge("done", "Items acknowledged since the queue was made");
  private final MultiGauge delayed = gauge("delayed", "Items that can't be delivered yet");
  private final MultiGauge dead = gauge("dead", "Items in the dead-letter list");
  private final MultiGauge bytes =
      MultiGauge.builder("workerpool.queue.bytes")
          .description("Bytes that a queue's items are reckoned with")
          .register(registry);
  private final MultiGauge oldest =
      MultiGauge.builder("workerpool.queue.oldest.age.seconds")
          .description("Since when the oldest ready item has waited; 0 when none is ready")
          .register(registry);
  private final StoreMetrics storeMetrics = new StoreMetrics(registry);
  private final List<ChannelStore> stores = new CopyOnWriteArrayList<>();
  private final MultiGauge epochs =
      MultiGauge.builder("workerpool.channel.epoch")
          .description("Epoch under which this relay serves the channel")
          .register(registry);

  @Override
  public void answered(String method, String route, int status, Duration took) {
    registry
        .timer(
            "workerpool.relay.requests",
            Tags.of("method", method, "route", route, "status", Integer.toString(status)))
        .record(took);
  }

  @Override
  public ChannelStore timed(ChannelStore store) {
    stores.add(store);
    return new TimedStore(store, registry);
  }

  @Override
  public void budget(WriteBudget budget) {
    storeMetrics.budget(budget);
  }

  @Override
  public String scrape(WatchPage page) {
    publish(page.channels().stream().filter(view -> !view.gone()).toList());
    stores.forEach(storeMetrics::publish);
    return registry.scrape();
  }

  private synchronized void publish(List<ChannelView> channels) {
    queues(ready, channels, QueueStats::ready);
    queues(leased, channels, QueueStats::leased);
    queues(unfinished, channels, QueueStats::unfinished);
    queues(done, channels, QueueStats::done);
    queues(delayed, channels, QueueStats::delayed);
    queues(dead, channels, QueueStats::dead);
    queues(bytes, channels, QueueStats::bytes);
    Instant now = Instant.now();
    queues(oldest, channels, queue -> age(queue, now));
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    channels.forEach(view -> rows.add(MultiGauge.Row.of(tags(view), view.epoch())));
    epochs.register(rows, true);
  }

  private static long age(QueueStats queue, Instant now) {
    return queue.oldestSince() == null
        ? 0
        : Math.max(0, Duration.between(queue.oldestSince(), now).toSeconds());
  }

  private static void queues(
      MultiGauge gauge, List<ChannelView> channels, ToLongFunction<QueueStats> figure) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (ChannelView view : channels) {
      for (QueueStats queue : view.queues()) {
        Tags tags = tags(view).and("queue", queue.name());
        rows.add(MultiGauge.Row.of(tags, figure.applyAsLong(queue)));
      }
    }
    gauge.register(rows, true);
  }

  private static Tags tags(ChannelView view) {
    return Tags.of(
        "namespace", view.channel().ref().namespace(), "channel", view.channel().ref().name());
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder("workerpool.queue." + name + ".items")
        .description(description)
        .register(registry);
  }
}
