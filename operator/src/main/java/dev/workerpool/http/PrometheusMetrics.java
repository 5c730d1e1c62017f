package dev.workerpool.http;

import dev.workerpool.channel.QueueStats;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.WatchPage;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Metrics for Prometheus; names in its base units. */
public final class PrometheusMetrics implements Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge ready = gauge("ready", "Items that wait for a taker");
  private final MultiGauge leased = gauge("leased", "Items that a process holds");
  private final MultiGauge unfinished = gauge("unfinished", "Items put and not done");
  private final MultiGauge done = gauge("done", "Items acknowledged since the queue was made");
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
    return new TimedStore(store, registry);
  }

  @Override
  public String scrape(WatchPage page) {
    publish(page.channels().stream().filter(view -> !view.gone()).toList());
    return registry.scrape();
  }

  private synchronized void publish(List<ChannelView> channels) {
    queues(ready, channels, QueueStats::ready);
    queues(leased, channels, QueueStats::leased);
    queues(unfinished, channels, QueueStats::unfinished);
    queues(done, channels, QueueStats::done);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    channels.forEach(view -> rows.add(MultiGauge.Row.of(tags(view), view.epoch())));
    epochs.register(rows, true);
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
