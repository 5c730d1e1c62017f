package dev.workerpool.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a state holds, for tests in other rooms. */
public final class Contents {
  private Contents() {}

  /**
   * A queue's.
   *
   * @param items bodies of all that is not yet settled, leased or not, dead or not
   */
  public record OfQueue(List<String> items, long done, long purged, int maxSize) {}

  /** All queues by name. */
  public static Map<String, OfQueue> queues(ChannelState state) {
    Map<String, OfQueue> all = new TreeMap<>();
    for (QueueState queue : state.queues().values()) {
      List<String> items = new ArrayList<>();
      Stream.of(
              queue.stock().ready().values().stream(),
              queue.stock().delayed().values().stream(),
              queue.leased().values().stream().map(Lease::item),
              queue.dead().values().stream().map(DeadItem::item))
          .flatMap(part -> part)
          .forEach(item -> items.add(item.body().text()));
      all.put(
          queue.name(),
          new OfQueue(
              items,
              queue.counts().done(),
              queue.counts().purged(),
              queue.config().rules().maxSize()));
    }
    return all;
  }

  /** How often each event was set. */
  public static Map<String, Long> counts(ChannelState state) {
    Map<String, Long> all = new TreeMap<>();
    state.listed().events().forEach(e -> all.put(e.name(), e.count()));
    return all;
  }
}
