package dev.workerpool.http;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.WatchPage;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;

/** What is counted. Local mode counts nothing, and so doesn't load a metrics library. */
public interface Metrics {
  /** Counts nothing. */
  Metrics NONE = new Metrics() {};

  /**
   * One answered request.
   *
   * @param route the route's template, {@code none} where none fitted
   */
  default void answered(String method, String route, int status, Duration took) {}

  /** Time of every load and write of the store goes to these metrics. */
  default ChannelStore timed(ChannelStore store) {
    return store;
  }

  /** The budget that the store draws on goes to these metrics. */
  default void budget(WriteBudget budget) {}

  /** The Prometheus text format, with the queues' figures as {@code channels} shows them now. */
  default String scrape(WatchPage channels) {
    return "";
  }
}
