package dev.workerpool.worker;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Puts;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A queue that the processes of a pool share; first in, first out, unless it was declared or made
 * with another order. Items are JSON values: strings, numbers, booleans, null, lists, maps, records
 * and enums of those, queues and events; or bytes; or what another {@link Codec} makes of them.
 *
 * <p>An item that was got counts as done when the same thread gets again, at {@link #close}, or
 * when the process ends with exit code 0. If the process ends in any other way, another one gets
 * it. {@link #lease} says item by item what is done.
 *
 * <p>A put is durable when it returns. Time-outs are about the queue: while the relay gives no
 * answer, calls go on trying for five minutes and then throw {@link ChannelException}. All methods
 * may be called by any thread.
 */
public class Queue<T> extends Shared implements AutoCloseable {
  static final String KIND = "$queue";

  final Codec<T> codec;
  private volatile boolean closed;

  Queue(Connection connection, String name, Codec<T> codec) {
    super(connection, name);
    this.codec = codec;
  }

  /** A queue that is declared in the pool's spec, or was made by another process. */
  public static Queue<Object> open(String name) {
    return open(name, Object.class);
  }

  /** The same, with items of that type: a record, say. */
  public static <T> Queue<T> open(String name, Class<T> type) {
    return open(name, Codec.of(type));
  }

  /** The same, with items of another codec. */
  public static <T> Queue<T> open(String name, Codec<T> codec) {
    return new Queue<>(Connection.current(), name, codec);
  }

  /**
   * A new queue that lives as long as this process; its name is made up, so pass it to others
   * inside an item.
   *
   * @param maxSize most items that may be ready; 0 for no bound
   */
  public static Queue<Object> create(int maxSize) throws InterruptedException {
    return create(maxSize, Object.class);
  }

  /** The same, with items of that type. */
  public static <T> Queue<T> create(int maxSize, Class<T> type) throws InterruptedException {
    return create(madeUpName("q"), QueueOptions.bounded(maxSize), type);
  }

  /** The same under that name; whoever makes it again with the same bound gets the same queue. */
  public static <T> Queue<T> create(String name, int maxSize, Class<T> type)
      throws InterruptedException {
    return create(name, QueueOptions.bounded(maxSize), type);
  }

  /** The same, with an order and how often an item may come back. */
  public static <T> Queue<T> create(String name, QueueOptions options, Class<T> type)
      throws InterruptedException {
    options.make(Connection.current(), name);
    return open(name, type);
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
    putOrFull(Items.of(codec, item), timeout);
  }

  /** Puts an item that nobody gets before that time has passed; a day at most. */
  public final void putDelayed(T item, Duration delay) throws InterruptedException {
    putOrFull(Items.of(codec, item).delayed(delay), null);
  }

  /** Puts an item if there is room now. */
  public final boolean tryPut(T item) throws InterruptedException {
    return send(List.of(Items.of(codec, item)), Duration.ZERO) == Outcome.DONE;
  }

  /** Puts items in their order with as few requests as possible; waits for room. */
  public final void putAll(List<? extends T> items) throws InterruptedException {
    for (List<Request.Item> batch : Batches.of(Items.of(codec, items))) {
      send(batch, null);
    }
  }

  /** An item to be put together with an ack: see {@link Lease#ack}. */
  public final Lease.Then then(T item) {
    return thenAll(Collections.singletonList(item));
  }

  /** The same, with several in their order. */
  public final Lease.Then thenAll(List<? extends T> items) {
    open();
    return new Lease.Then(new Puts.Batch(name(), Items.of(codec, items)));
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
   * @throws UnreadableItem when it is not of this queue's type
   */
  public final T get(Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    Reply.Item item = expect(take(deadline)).orElseThrow(() -> new QueueEmpty(name()));
    return value(item);
  }

  /** Gets an item if one is ready now, else throws {@link QueueEmpty}. */
  public final T getNowait() throws InterruptedException {
    return get(Duration.ZERO);
  }

  /** Gets the next item, to be acked or given back by its lease; waits for one. */
  public final Lease<T> lease() throws InterruptedException {
    return lease(null).orElseThrow(() -> new QueueEmpty(name()));
  }

  /** The same, waiting no longer than that; empty when there was none. */
  public final Optional<Lease<T>> lease(Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    Optional<Reply.Item> taken =
        expect(connection.take(c -> c.take(name(), 1, null, List.of(), deadline)));
    taken.ifPresent(item -> connection.working.put(item.lease(), Thread.currentThread()));
    return taken.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lease<>(connection, name(), taken.get(), value(taken.get())));
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

  /** The items that came back too often or were rejected, oldest first; at most that many. */
  public final List<DeadLetter<T>> deadLetters(int max) throws InterruptedException {
    open();
    return DeadLetters.of(codec, connection.call(channel -> channel.deadLetters(name(), max)));
  }

  /** Makes all dead letters ready again; answers how many there were. */
  public final long redrive() throws InterruptedException {
    open();
    return connection.call(channel -> channel.redrive(name(), null));
  }

  /**
   * Closes the queue for everyone: puts are refused from now on, gets drain it and are refused
   * then.
   *
   * @param immediate drops what is ready, too
   */
  public final void shutdown(boolean immediate) throws InterruptedException {
    connection.change(channel -> channel.closeQueue(name(), !immediate));
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
        connection.settle(connection.dropImplicit(name()));
      } catch (InterruptedException e) {
        // As interrupted in any other way: what this process got goes to another one if it fails.
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + name() + (closed ? ", closed)" : ")");
  }

  /** In an item: opened with the element's type that the item's own type says. */
  @Json.Reader
  static Queue<?> fromJson(Object json, Type type) {
    return new Queue<>(Connection.current(), nameIn(json, KIND), JsonCodec.ofElements(type));
  }

  @Override
  final String kind() {
    return KIND;
  }

  /** One item under a lease; subclasses say what ends it. */
  Taken take(Deadline deadline) throws InterruptedException {
    return connection.takeImplicitly(name(), deadline);
  }

  /** What was taken can't be read: nobody holds it any more. */
  void forget(String lease) {
    connection.dropImplicit(name(), lease);
  }

  /** The channel, unless this object was closed. */
  final Channel open() {
    if (closed) {
      throw new QueueClosed(name());
    }
    return connection.channel;
  }

  final void putOrFull(Request.Item item, Duration timeout) throws InterruptedException {
    if (send(List.of(item), timeout) == Outcome.TIMED_OUT) {
      throw new QueueFull(name());
    }
  }

  private Optional<Reply.Item> expect(Taken taken) {
    if (taken.outcome() == Outcome.CLOSED) {
      throw new QueueClosed(name());
    }
    return taken.items().stream().findFirst();
  }

  /**
   * The value of an item that was taken.
   *
   * @throws UnreadableItem when it is none of our type; it is a dead letter then
   */
  final T value(Reply.Item item) throws InterruptedException {
    try {
      return Items.value(codec, item);
    } catch (RuntimeException e) {
      forget(item.lease());
      connection.working.remove(item.lease());
      connection.giveBack(Request.nack(item.lease(), null, true, "unreadable: " + e.getMessage()));
      throw new UnreadableItem(name(), item.id(), e);
    }
  }

  private Reply.Queue stats() throws InterruptedException {
    open();
    return connection.call(channel -> channel.stats(name()));
  }

  private Outcome send(List<Request.Item> items, Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    Outcome outcome = connection.call(channel -> channel.put(name(), items, deadline));
    if (outcome == Outcome.CLOSED) {
      throw new QueueClosed(name());
    }
    return outcome;
  }
}
