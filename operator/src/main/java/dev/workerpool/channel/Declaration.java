package dev.workerpool.channel;

import java.util.List;

/** What the spec says about a channel: its queues and the names of its events. */
public record Declaration(List<DeclaredQueue> queues, List<String> events) {
  public static final Declaration NOTHING = new Declaration(List.of(), List.of());

  public Declaration {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
  }

  /**
   * A queue of the spec.
   *
   * @param maxSize 0 is unbounded
   */
  public record DeclaredQueue(String name, int maxSize) {}
}
