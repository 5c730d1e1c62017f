package dev.workerpool.worker;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;

/**
 * A queue that the processes of a pool share; first in, first out. Items are JSON values: strings,
 * numbers, booleans, null, lists, maps, and records and enums of those; or bytes.
 *
 * <p>An item that was got counts as done when the same thread gets again, at {@link #close}, or
 * when the process ends with exit code 0. If the process ends in any other way, another one gets
 * it.
 *
 * <p>A put is durable when it returns. Time-outs are about the queue: while the relay gives no
 * answer, calls go on trying for five minutes and then throw {@link ChannelException}. All methods
 * may be called by any thread.
 */
public class Queue<T> implements AutoCloseable {
  final Connection connection;
  private final String name;
  private final Class<T> type;
  private volatile boolean closed;

  Queue(Connection connection, String name, Class<T> type) {
    this.connection = connection;
    this.name = name;
    this.type = type;
  }

  /** A queue that is declared in the pool's spec, or was made by another process. */
  public static Queue<Object> open(String name) {
    return open(name, Object.class);
  }

  /** The same, with items of that type: a record, say. */
  public static <T> Queue<T> open(String name, Class<T> type) {
    return new Queue<>(Connection.current(), name, type);
  }

  /**
   * A new queue that lives as long as this process; its name is made up, tell it to others.
   *
   * @param maxSize most items that may be ready; 0 for no bound
   */
  public static Queue<Object> create(int maxSize) throws InterruptedException {
    return create(madeUpName(), maxSize, Object.class);
  }

  /** The same under that name; whoever makes it again with the same bound gets the same queue. */
  public static <T> Queue<T> create(String name, int maxSize, Class<T> type)
      throws InterruptedException {
    make(name, maxSize);
    return open(name, type);
  }

  public final String name() {
    return name;
  }

  /** Puts an item; waits for room. */
  public final void put(T item) throws InterruptedException {
    put(item, null);
  }

  /**
   * Puts an item; waits for room no longer than that. Null waits without end.
   *
   * @throws QueueFull when there was none
   * @throws QueueClosed when the queue takes nothing more
   */
  public final void put(T item, Duration timeout) throws InterruptedException {
    if (send(List.of(Items.of(item)), timeout) == Outcome.TIMED_OUT) {
      throw new QueueFull(name);
    }
  }

  /** Puts an item if there is room now. */
  public final boolean tryPut(T item) throws InterruptedException {
    return send(List.of(Items.of(item)), Duration.ZERO) == Outcome.DONE;
  }

  /** Puts items in their order with as few requests as possible; waits for room. */
  public final void putAll(List<? extends T> items) throws InterruptedException {
    for (List<Request.Item> batch : Batches.of(items.stream().map(Items::of).toList())) {
      send(batch, null);
    }
  }

  /** Gets the next item; waits for one. */
  public final T get() throws InterruptedException {
    return get(null);
  }

  /**
   * Gets the next item; waits for one no longer than that. Null waits without end.
   *
   * @throws QueueEmpty when there was none
   * @throws QueueClosed when the queue is closed and drained
   */
  public final T get(Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    Taken taken = take(deadline);
    if (taken.outcome() == Outcome.CLOSED) {
      throw new QueueClosed(name);
    }
    if (taken.outcome() == Outcome.TIMED_OUT || taken.items().isEmpty()) {
      throw new QueueEmpty(name);
    }
    Reply.Item item = taken.items().get(0);
    return Items.value(item, type);
  }

  /** Gets an item if one is ready now, else throws {@link QueueEmpty}. */
  public final T getNowait() throws InterruptedException {
    return get(Duration.ZERO);
  }

  /** How many items are ready. True when it was read; others may have been faster. */
  public final long qsize() throws InterruptedException {
    return stats().ready();
  }

  public final boolean empty() throws InterruptedException {
    return stats().ready() == 0;
  }

  public final boolean full() throws InterruptedException {
    Reply.Queue stats = stats();
    return stats.maxSize() > 0 && stats.ready() >= stats.maxSize();
  }

  /**
   * Closes the queue for everyone: puts are refused from now on, gets drain it and are refused
   * then.
   *
   * @param immediate drops what is ready, too
   */
  public final void shutdown(boolean immediate) throws InterruptedException {
    connection.call(
        channel -> {
          channel.closeQueue(name, !immediate);
          return null;
        });
  }

  /**
   * This process needs the queue no more: what it got counts as done, later calls of this object
   * throw {@link QueueClosed}. Others aren't concerned; see {@link #shutdown}.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        connection.settle(connection.dropImplicit(name));
      } catch (InterruptedException e) {
        // As interrupted in any other way: what this process got goes to another one if it fails.
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + name + (closed ? ", closed)" : ")");
  }

  /** One item under a lease; subclasses say what ends it. */
  Taken take(Deadline deadline) throws InterruptedException {
    List<String> former = connection.implicitLeases(name);
    Taken taken = connection.call(c -> c.take(name, 1, Connection.handle(), former, deadline));
    connection.holdImplicitly(name, taken.items().stream().map(Reply.Item::lease).toList());
    return taken;
  }

  /** The channel, unless this object was closed. */
  final Channel open() {
    if (closed) {
      throw new QueueClosed(name);
    }
    return connection.channel;
  }

  static String madeUpName() {
    String key = Process.current().key().replaceAll("[^a-z0-9]", "-");
    return "q"
        + (key.isEmpty() ? "" : "-" + key.substring(0, Math.min(40, key.length())))
        + "-"
        + Channel.newId();
  }

  static void make(String name, int maxSize) throws InterruptedException {
    Connection.current()
        .call(
            channel -> {
              channel.makeQueue(
                  name, new Request.MakeQueue(maxSize > 0 ? maxSize : null, null, null, null));
              return null;
            });
  }

  private Reply.Queue stats() throws InterruptedException {
    open();
    return connection.call(channel -> channel.stats(name));
  }

  private Outcome send(List<Request.Item> items, Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    Outcome outcome = connection.call(channel -> channel.put(name, items, deadline));
    if (outcome == Outcome.CLOSED) {
      throw new QueueClosed(name);
    }
    return outcome;
  }
}
