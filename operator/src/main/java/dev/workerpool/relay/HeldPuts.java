package dev.workerpool.relay;

import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Puts that wait until the store may be written to again, in the order they came. What acknowledges
 * or controls is never held: it is what makes room.
 */
final class HeldPuts {
  /** A server that is well again is noticed sooner than what a slow one lets expect. */
  private static final int MOST_SECONDS = 60;

  private final Supplier<Duration> untilPuts;
  private final Deque<Pending> line = new ArrayDeque<>();
  private final PriorityQueue<Pending> deadlines =
      new PriorityQueue<>(Comparator.comparing(Pending::deadline));

  /** Null while puts may be written. */
  private Instant reopens;

  HeldPuts(Supplier<Duration> untilPuts) {
    this.untilPuts = untilPuts;
  }

  /** Asks the store anew; true when puts may be written that could not before. */
  boolean reopened(Instant now) {
    boolean before = reopens != null;
    Duration wait = untilPuts.get();
    reopens = wait.isZero() ? null : now.plus(wait);
    return before && reopens == null;
  }

  /** Whether that operation is not to be looked at now. */
  boolean holds(Operation operation) {
    return reopens != null && operation instanceof Operation.Put;
  }

  void add(Pending pending) {
    line.add(pending);
    deadlines.add(pending);
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** What a put is told whose time is out before it could be written. */
  Outcome refusal(Instant now) {
    long seconds = reopens == null ? 1 : Duration.between(now, reopens).plusMillis(999).toSeconds();
    return new Outcome.Overloaded(
        "The budget of bytes written to the API server is spent; puts may go on in about "
            + seconds
            + " s.",
        (int) Math.max(1, Math.min(MOST_SECONDS, seconds)));
  }

  /** Those whose time is out, taken off. */
  List<Pending> removeExpired(Instant now) {
    List<Pending> out = new ArrayList<>();
    while (!deadlines.isEmpty() && !deadlines.peek().deadline().isAfter(now)) {
      out.add(deadlines.remove());
    }
    line.removeAll(out);
    return out;
  }

  /** All, in order, taken off. */
  List<Pending> removeAll() {
    List<Pending> all = List.copyOf(line);
    line.clear();
    deadlines.clear();
    return all;
  }

  /** When something is to be done though nobody comes; null for never. */
  Instant nextDeadline() {
    if (reopens == null || deadlines.isEmpty()) {
      return reopens;
    }
    Instant first = deadlines.peek().deadline();
    return first.isBefore(reopens) ? first : reopens;
  }
}
