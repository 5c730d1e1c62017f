package dev.workerpool.channel;

import java.util.Objects;

/**
 * How a queue works, as its maker or the spec says.
 *
 * @param maxSize how many items may be ready when one is put; 0 is unbounded
 * @param maxDeliveries an item that came back so often goes to the dead-letter list; 0 is unlimited
 * @param leaseSeconds after so long an item goes back though its process lives; 0 is never
 */
public record QueueRules(int maxSize, Order order, int maxDeliveries, int leaseSeconds) {
  public static final int DEFAULT_MAX_DELIVERIES = 5;

  public QueueRules {
    Objects.requireNonNull(order);
  }

  /** Nothing said but a bound. */
  public static QueueRules ofSize(int maxSize) {
    return new QueueRules(maxSize, Order.FIFO, DEFAULT_MAX_DELIVERIES, 0);
  }

  boolean valid() {
    return maxSize >= 0 && maxDeliveries >= 0 && leaseSeconds >= 0;
  }

  boolean bounded() {
    return maxSize > 0;
  }

  /** Whether an item that has come back so often is not delivered again. */
  boolean exhausted(int returned) {
    return maxDeliveries > 0 && returned >= maxDeliveries;
  }
}
