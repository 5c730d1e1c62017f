package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;

/** A queue that gives the item of the lowest number first; among equals, the oldest. */
public final class PriorityQueue<T> extends Queue<T> {
  PriorityQueue(Connection connection, String name, Codec<T> codec) {
    super(connection, name, codec);
  }

  /** A queue that the pool's spec declares with {@code order: Priority}. */
  public static <T> PriorityQueue<T> open(String name, Class<T> type) {
    return new PriorityQueue<>(Connection.current(), name, Codec.of(type));
  }

  /** A new one that lives as long as this process. */
  public static <T> PriorityQueue<T> create(int maxSize, Class<T> type)
      throws InterruptedException {
    String name = madeUpName("q");
    QueueOptions options = QueueOptions.bounded(maxSize).order(QueueOptions.Order.PRIORITY);
    options.make(Connection.current(), name);
    return open(name, type);
  }

  /** Puts an item under a number, lower first; one that was put without has 0. */
  public void put(T item, int priority) throws InterruptedException {
    put(item, priority, null);
  }

  /** The same, waiting for room no longer than that. */
  public void put(T item, int priority, Duration timeout) throws InterruptedException {
    putOrFull(Items.of(codec, item).withPriority(priority), timeout);
  }

  @Json.Reader
  static PriorityQueue<?> fromJson(Object json, Type type) {
    return new PriorityQueue<>(
        Connection.current(), nameIn(json, KIND), JsonCodec.ofElements(type));
  }
}
