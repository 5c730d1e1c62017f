package dev.workerpool.channel;

import dev.workerpool.api.BarrierSpec;
import dev.workerpool.api.ChannelSpec;
import dev.workerpool.api.ConditionSpec;
import dev.workerpool.api.EventSpec;
import dev.workerpool.api.LockSpec;
import dev.workerpool.api.QueueSpec;
import dev.workerpool.api.SemaphoreSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the spec says about a channel: its queues, the names of its events, its primitives. */
public record Declaration(
    List<DeclaredQueue> queues, List<String> events, Map<PrimitiveId, PrimitiveRules> primitives) {
  public static final Declaration NOTHING = new Declaration(List.of(), List.of());

  public Declaration {
    queues = List.copyOf(queues);
    events = List.copyOf(events);
    primitives = Map.copyOf(primitives);
  }

  /** Without primitives. */
  public Declaration(List<DeclaredQueue> queues, List<String> events) {
    this(queues, events, Map.of());
  }

  /** What that spec declares; nothing where there is none. */
  public static Declaration of(ChannelSpec spec) {
    return spec == null
        ? NOTHING
        : new Declaration(
            spec.queues().stream().map(DeclaredQueue::of).toList(),
            spec.events().stream().map(EventSpec::name).toList(),
            primitives(spec));
  }

  private static Map<PrimitiveId, PrimitiveRules> primitives(ChannelSpec spec) {
    Map<PrimitiveId, PrimitiveRules> all = new HashMap<>();
    for (LockSpec lock : spec.locks()) {
      PrimitiveKind kind = lock.reentrant() ? PrimitiveKind.RLOCK : PrimitiveKind.LOCK;
      all.put(PrimitiveId.semaphore(lock.name()), PrimitiveRules.of(kind, 1));
    }
    for (SemaphoreSpec s : spec.semaphores()) {
      PrimitiveKind kind = s.bounded() ? PrimitiveKind.BOUNDED_SEMAPHORE : PrimitiveKind.SEMAPHORE;
      all.put(PrimitiveId.semaphore(s.name()), PrimitiveRules.of(kind, s.value()));
    }
    for (BarrierSpec b : spec.barriers()) {
      all.put(PrimitiveId.barrier(b.name()), PrimitiveRules.of(PrimitiveKind.BARRIER, b.parties()));
    }
    for (ConditionSpec c : spec.conditions()) {
      all.put(PrimitiveId.condition(c.name()), PrimitiveRules.condition(c.lock()));
    }
    return all;
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
