package dev.workerpool.local;

import dev.workerpool.api.EventStatus;
import dev.workerpool.api.QueueStatus;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.QueueStats;
import dev.workerpool.pool.ChannelView;
import dev.workerpool.pool.ChannelViews;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.Submission;
import dev.workerpool.relay.WatchPage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The latest view of each channel, straight from the relay in this JVM. */
final class ChannelWatch implements ChannelViews, AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Relay relay;
  private final Runnable changed;
  private final Map<String, ChannelView> byPool = new ConcurrentHashMap<>();
  private volatile CompletableFuture<WatchPage> next;
  private volatile boolean closed;

  /**
   * @param changed told, on any thread, that there is another view
   */
  ChannelWatch(Relay relay, Runnable changed) {
    this.relay = relay;
    this.changed = changed;
  }

  /** Begins to watch. */
  void start() {
    ask(null);
  }

  private void ask(String cursor) {
    if (!closed) {
      next = relay.watch(cursor, LONGEST);
      next.thenAccept(
          page -> {
            take(page);
            ask(page.cursor());
          });
    }
  }

  private void take(WatchPage page) {
    for (var view : page.channels()) {
      byPool.put(view.channel().poolUid(), view(view));
    }
    if (!page.channels().isEmpty()) {
      changed.run();
    }
  }

  /** Completes when the view shows all that was asked of that channel before. */
  CompletableFuture<Void> settled(PoolChannel channel) {
    var last =
        new Submission(
            channel.ref(), new Caller.Operator(), new Operation.ListAll(), Duration.ZERO, 0);
    return relay
        .submit(last)
        .thenCompose(answered -> relay.watch(null, Duration.ZERO))
        .thenAccept(this::take);
  }

  @Override
  public ChannelView of(String poolUid) {
    return byPool.getOrDefault(poolUid, ChannelView.unknown());
  }

  private static ChannelView view(dev.workerpool.relay.ChannelView view) {
    var problem = view.problem();
    return new ChannelView(
        true,
        view.epoch() == 0 ? null : view.epoch(),
        view.queues().stream().map(ChannelWatch::status).toList(),
        view.events().stream().map(event -> new EventStatus(event.name(), event.set())).toList(),
        problem == null ? null : problem.reason(),
        problem == null ? null : problem.message());
  }

  private static QueueStatus status(QueueStats queue) {
    return new QueueStatus(
        queue.name(),
        queue.ready(),
        queue.leased(),
        queue.unfinished(),
        queue.done(),
        queue.dead(),
        queue.oldestSince() == null ? null : queue.oldestSince().toString());
  }

  @Override
  public void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
