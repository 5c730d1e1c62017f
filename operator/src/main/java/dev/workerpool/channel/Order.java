package dev.workerpool.channel;

import java.util.Optional;

/** Which of a queue's ready items is delivered next. */
public enum Order {
  /** The one put first. */
  FIFO("FIFO"),
  /** The one put last. */
  LIFO("LIFO"),
  /** The one with the lowest priority number; among equals the one put first. */
  PRIORITY("Priority");

  private final String wire;

  Order(String wire) {
    this.wire = wire;
  }

  /** {@code FIFO}, {@code LIFO} or {@code Priority}, as on the wire and in the spec. */
  public String wire() {
    return wire;
  }

  /** The order of that name; empty for anything else. Case matters. */
  public static Optional<Order> of(String wire) {
    for (Order order : values()) {
      if (order.wire.equals(wire)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return wire;
  }
}
