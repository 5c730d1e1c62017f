package dev.workerpool.worker;

import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Taken;
import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;

/**
 * A queue whose items are done when their worker says so: {@link #get}, work, {@link #taskDone}.
 * Items that weren't said to be done when their process ends, however it ends, go to another one.
 */
public final class JoinableQueue<T> extends Queue<T> {
  JoinableQueue(Connection connection, String name, Codec<T> codec) {
    super(connection, name, codec);
  }

  /** A queue that is declared in the pool's spec, or was made by another process. */
  public static JoinableQueue<Object> open(String name) {
    return open(name, Object.class);
  }

  /** The same, with items of that type: a record, say. */
  public static <T> JoinableQueue<T> open(String name, Class<T> type) {
    return open(name, Codec.of(type));
  }

  /** The same, with items of another codec. */
  public static <T> JoinableQueue<T> open(String name, Codec<T> codec) {
    return new JoinableQueue<>(Connection.current(), name, codec);
  }

  /** See {@link Queue#create(int)}. */
  public static JoinableQueue<Object> create(int maxSize) throws InterruptedException {
    return create(madeUpName("q"), maxSize, Object.class);
  }

  /** See {@link Queue#create(String, int, Class)}. */
  public static <T> JoinableQueue<T> create(String name, int maxSize, Class<T> type)
      throws InterruptedException {
    return create(name, QueueOptions.bounded(maxSize), type);
  }

  /** See {@link Queue#create(String, QueueOptions, Class)}. */
  public static <T> JoinableQueue<T> create(String name, QueueOptions options, Class<T> type)
      throws InterruptedException {
    options.make(Connection.current(), name);
    return open(name, type);
  }

  /**
   * Says that an item is done: the oldest one that this thread has got; where it has none, the
   * oldest of this process. Durable when it returns.
   *
   * @return false when the item had been given to another process meanwhile (the relay took this
   *     one for dead): it is done there again
   * @throws IllegalStateException when it was called more often than items were got
   */
  public boolean taskDone() throws InterruptedException {
    String lease = connection.leases.takeOldest(name());
    if (lease == null) {
      throw new IllegalStateException("taskDone() called too many times");
    }
    boolean answered = false;
    try {
      boolean ours = connection.settle(List.of(lease)).isEmpty();
      answered = true;
      connection.leases.remove(name(), lease);
      return ours;
    } finally {
      if (!answered) {
        connection.leases.putBack(name(), lease); // interrupted, say: the next call is for the same
      }
    }
  }

  /** What is done with an item. Whatever it throws, the item goes back. */
  @FunctionalInterface
  public interface Consumer<T> {
    void accept(T item) throws Exception;
  }

  /** The same, with a result. */
  @FunctionalInterface
  public interface Function<T, R> {
    R apply(T item) throws Exception;
  }

  /** Calls the function with item after item, until the queue is closed and drained. */
  public void each(Consumer<? super T> function) throws InterruptedException {
    each(function, EachOptions.untilClosed());
  }

  /** The same, with a pill, or a rest for what failed. */
  public void each(Consumer<? super T> function, EachOptions options) throws InterruptedException {
    Function<T, Void> withoutResult =
        item -> {
          function.accept(item);
          return null;
        };
    open();
    new EachLoop<>(this, withoutResult, null, options).run();
  }

  /** The same, until the queue is closed and drained, with the results put into another queue. */
  public <R> void each(Function<? super T, ? extends R> function, Queue<R> results)
      throws InterruptedException {
    each(function, results, EachOptions.untilClosed());
  }

  /**
   * Calls the function with item after item, until the queue is closed and drained, or a pill
   * comes; puts what it returns into {@code results}. An item costs one request: it is done, its
   * result is put and the next one is taken together.
   *
   * <p>When the function throws an exception, the item goes back with that as its reason, and the
   * next one is taken; when its result can be no item, the item becomes a dead letter, as does one
   * that can't be read. Interrupted, the loop ends: what is done is settled, what is not goes back.
   *
   * @throws QueueClosed when {@code results} takes nothing more; the item has gone back
   */
  public <R> void each(
      Function<? super T, ? extends R> function, Queue<R> results, EachOptions options)
      throws InterruptedException {
    open();
    results.open();
    new EachLoop<>(this, function, results, options).run();
  }

  /** Waits until every item that was ever put has been said to be done. */
  public void join() throws InterruptedException {
    join(null);
  }

  /** The same, no longer than that; false when items were still unfinished. */
  public boolean join(Duration timeout) throws InterruptedException {
    Deadline deadline = open().deadline(timeout);
    return connection.call(channel -> channel.join(name(), deadline)) == Outcome.DONE;
  }

  @Override
  Taken take(Deadline deadline) throws InterruptedException {
    Taken taken = connection.take(c -> c.take(name(), 1, null, List.of(), deadline));
    taken.items().forEach(item -> connection.leases.add(name(), item.lease()));
    return taken;
  }

  @Override
  void forget(String lease) {
    connection.leases.remove(name(), lease);
  }

  @Json.Reader
  static JoinableQueue<?> fromJson(Object json, Type type) {
    return new JoinableQueue<>(
        Connection.current(), nameIn(json, KIND), JsonCodec.ofElements(type));
  }
}
