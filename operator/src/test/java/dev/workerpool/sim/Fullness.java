package dev.workerpool.sim;

import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * I6: what was put into a bounded queue and never given to anybody is ready, and of that there is
 * never more than its maxSize. A relay may have leased more than it has answered: as much as was
 * asked for and not answered is allowed for. What so came in stays, though the take be answered by
 * the next relay, which knows nothing of that lease.
 */
final class Fullness {
  /**
   * A take on its way.
   *
   * @param untold its client left, or was told that nobody knows, or its relay died with a write on
   *     its way: it may have been leased all the same, and that handed over
   */
  private record Asked(Host host, Operation.Take take, boolean untold) {
    boolean mayHold(String queue) {
      return take.queue().equals(queue) && (untold || !host.isDead());
    }

    Asked leftUntold() {
      return new Asked(host, take, true);
    }
  }

  private final Map<Object, Asked> open = new IdentityHashMap<>();

  /** Queue → how many were ready when that was too many, and allowed for. */
  private final Map<String, Long> overfull = new HashMap<>();

  /** By what {@link #answered} and {@link #left} know it again. */
  Object asks(Host host, Operation operation) {
    Object ticket = new Object();
    if (operation instanceof Operation.Take take) {
      open.put(ticket, new Asked(host, take, false));
    }
    return ticket;
  }

  void answered(Object ticket, Outcome outcome) {
    if (outcome instanceof Outcome.OutcomeUnknown) {
      left(ticket);
    } else {
      open.remove(ticket);
    }
  }

  void left(Object ticket) {
    open.computeIfPresent(ticket, (t, asked) -> asked.leftUntold());
  }

  /** By that process: where it is dead by now, perhaps with what it was asked. */
  void written(Host by) {
    if (by != null && by.isDead()) {
      open.replaceAll((t, asked) -> asked.host() == by ? asked.leftUntold() : asked);
    }
  }

  /**
   * Whether items of that queue may have been leased, and come back, without anybody being told.
   */
  boolean untold(String queue) {
    return open.values().stream().anyMatch(a -> a.untold() && a.mayHold(queue));
  }

  void check(Truth truth, Set<String> delivered, Consumer<String> violated) {
    Node.MAX_SIZES.forEach(
        (queue, max) -> {
          long ready = truth.in(queue).stream().filter(item -> !delivered.contains(item)).count();
          if (ready <= max) {
            overfull.remove(queue);
          } else if (ready <= overfull.getOrDefault(queue, 0L)
              || ready <= max + perhapsLeased(queue, open.values())) {
            overfull.put(queue, ready);
          } else {
            violated.accept("I6: %d are ready in %s, not %d".formatted(ready, queue, max));
          }
        });
  }

  private static long perhapsLeased(String queue, Collection<Asked> open) {
    return open.stream()
        .filter(asked -> asked.mayHold(queue))
        .mapToLong(asked -> asked.take().max())
        .sum();
  }
}
