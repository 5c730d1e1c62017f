package dev.workerpool.channel;

import java.util.Optional;

/** How a queue is closed: puts are refused at once in either mode. */
public enum CloseMode {
  /** What is there is still delivered; then every taker is told that the queue is closed. */
  DRAIN("Drain"),
  /** What is ready is dropped (counted as purged); leased items may still be acknowledged. */
  IMMEDIATE("Immediate");

  private final String wire;

  CloseMode(String wire) {
    this.wire = wire;
  }

  /** {@code Drain} or {@code Immediate}, as on the wire and in the spec. */
  public String wire() {
    return wire;
  }

  /** The mode of that name; empty for anything else. Case matters. */
  public static Optional<CloseMode> of(String wire) {
    for (CloseMode mode : values()) {
      if (mode.wire.equals(wire)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return wire;
  }
}
