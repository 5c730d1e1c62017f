package dev.workerpool.relay;

import dev.workerpool.channel.Operation;
import dev.workerpool.relay.Waits.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Parked requests, by what they wait for; first come, first served. */
final class Waiters {
  /** What a client asks again for with the same name instead of the request before. */
  private record Turn(Class<?> kind, String name, String session, String by) {}

  private final Map<Place, LinkedHashSet<Pending>> parked = new HashMap<>();
  private final Map<Turn, Pending> byTurn = new HashMap<>();
  private final TreeSet<Pending> deadlines = new TreeSet<>(Pending.BY_DEADLINE);

  /** Parks it there until that time. */
  void park(Pending pending, Place place, Instant until) {
    pending.parkedAt(place, until);
    parked.computeIfAbsent(place, p -> new LinkedHashSet<>()).add(pending);
    deadlines.add(pending);
    Turn turn = turnOf(pending.operation());
    if (turn != null) {
      byTurn.put(turn, pending);
    }
  }

  /**
   * The parked request that a new one of the same handle or attempt replaces; null for none. Its
   * client has given it up: were it served, the new one would acknowledge what nobody received.
   */
  Pending replaced(Operation operation) {
    Turn turn = turnOf(operation);
    Pending before = turn == null ? null : byTurn.get(turn);
    if (before != null) {
      remove(before);
    }
    return before;
  }

  private static Turn turnOf(Operation operation) {
    if (operation instanceof Operation.Take op && op.handle() != null) {
      return new Turn(Operation.Take.class, op.queue(), op.session(), op.handle());
    } else if (operation instanceof Operation.Acquire op) {
      return new Turn(Operation.Acquire.class, op.name(), op.session(), op.attempt());
    } else if (operation instanceof Operation.AwaitNotice op) {
      return new Turn(Operation.AwaitNotice.class, op.name(), op.session(), op.attempt());
    } else if (operation instanceof Operation.AwaitOthers op) {
      return new Turn(Operation.AwaitOthers.class, op.name(), op.session(), op.attempt());
    }
    return null;
  }

  boolean any(Place place) {
    return first(place) != null;
  }

  List<Place> places() {
    return new ArrayList<>(parked.keySet());
  }

  /** The first that still waits there; null for none. */
  Pending first(Place place) {
    Set<Pending> line = parked.get(place);
    while (line != null && !line.isEmpty()) {
      Pending first = line.iterator().next();
      if (!first.isOver()) {
        return first;
      }
      remove(first);
      line = parked.get(place);
    }
    return null;
  }

  /** Takes it off; it is about to be answered, or is over. */
  void remove(Pending pending) {
    LinkedHashSet<Pending> line = parked.get(pending.place());
    if (line != null && line.remove(pending) && line.isEmpty()) {
      parked.remove(pending.place());
    }
    deadlines.remove(pending);
    Turn turn = turnOf(pending.operation());
    if (turn != null) {
      byTurn.remove(turn, pending);
    }
  }

  /** All that wait there, first come first; they stay. */
  List<Pending> all(Place place) {
    LinkedHashSet<Pending> line = parked.get(place);
    return line == null ? List.of() : List.copyOf(line);
  }

  /** Everybody, taken off. */
  List<Pending> removeAll() {
    List<Pending> all = List.copyOf(deadlines);
    parked.clear();
    byTurn.clear();
    deadlines.clear();
    return all;
  }

  /** Those whose time is out, taken off. */
  List<Pending> removeExpired(Instant now) {
    List<Pending> out = new ArrayList<>();
    while (!deadlines.isEmpty() && !deadlines.first().until().isAfter(now)) {
      Pending pending = deadlines.first();
      remove(pending);
      out.add(pending);
    }
    return out;
  }

  /** When the next one's time is out; null for none. */
  Instant nextDeadline() {
    return deadlines.isEmpty() ? null : deadlines.first().until();
  }
}
