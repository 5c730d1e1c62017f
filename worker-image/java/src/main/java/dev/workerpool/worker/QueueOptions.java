package dev.workerpool.worker;

import dev.workerpool.worker.wire.Request;

/**
 * How a queue is made at run time.
 *
 * @param maxSize most items that may be ready; 0 for no bound
 * @param maxDeliveries how often an item may come back before it becomes a dead letter; 0 for
 *     always again, null for the relay's default
 */
public record QueueOptions(int maxSize, Order order, Integer maxDeliveries) {
  /** Which item is got next. */
  public enum Order {
    FIFO,
    LIFO,
    /** The lowest number first; among equals, the oldest. */
    PRIORITY
  }

  public static QueueOptions unbounded() {
    return bounded(0);
  }

  public static QueueOptions bounded(int maxSize) {
    return new QueueOptions(Math.max(0, maxSize), Order.FIFO, null);
  }

  public QueueOptions order(Order how) {
    return new QueueOptions(maxSize, how, maxDeliveries);
  }

  public QueueOptions maxDeliveries(int times) {
    return new QueueOptions(maxSize, order, times);
  }

  /** Makes a queue like this at run time; the same again changes nothing. */
  void make(Connection connection, String name) throws InterruptedException {
    connection.change(channel -> channel.makeQueue(name, request()));
  }

  private Request.MakeQueue request() {
    String word =
        switch (order) {
          case FIFO -> null;
          case LIFO -> "LIFO";
          case PRIORITY -> "Priority";
        };
    return new Request.MakeQueue(maxSize > 0 ? maxSize : null, word, maxDeliveries, null);
  }
}
