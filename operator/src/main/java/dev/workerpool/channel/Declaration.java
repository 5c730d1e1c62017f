package dev.workerpool.channel;

import dev.workerpool.api.ChannelSpec;
import dev.workerpool.api.EventSpec;
import dev.workerpool.api.QueueSpec;
import java.util.List;

/** What the spec says about a channel: its queues and the names of its events. */
public record Declaration(List<DeclaredQueue> queues, List<String> events) {
  public static final Declaration NOTHING = new Declaration(List.of(), List.of());

  public Declaration {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
  }

  /** What that spec declares; nothing where there is none. */
  public static Declaration of(ChannelSpec spec) {
    return spec == null
        ? NOTHING
        : new Declaration(
            spec.queues().stream().map(DeclaredQueue::of).toList(),
            spec.events().stream().map(EventSpec::name).toList());
  }

  /**
   * A queue of the spec.
   *
   * @param closed null: open, unless somebody closed it at run time
   */
  public record DeclaredQueue(String name, QueueRules rules, CloseMode closed) {

    /** Nothing said but a bound; 0 is unbounded. */
    public DeclaredQueue(String name, int maxSize) {
      this(name, QueueRules.ofSize(maxSize), null);
    }

    static DeclaredQueue of(QueueSpec spec) {
      return new DeclaredQueue(
          spec.name(),
          new QueueRules(
              spec.maxSize(),
              Order.valueOf(spec.order().name()),
              spec.maxDeliveries(),
              spec.leaseSeconds() == null ? 0 : spec.leaseSeconds()),
          spec.closed() == null ? null : CloseMode.valueOf(spec.closed().name()));
    }
  }
}
