package dev.workerpool.relay;

import dev.workerpool.channel.Operation;
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
  /** What a request waits for: room in a queue, an item of it, its end, or an event. */
  enum For {
    ROOM,
    ITEM,
    JOIN,
    EVENT
  }

  /** The queue's or event's name, and what of it. */
  record Place(String name, For what) {}

  private record Handle(String queue, String session, String handle) {}

  private final Map<Place, LinkedHashSet<Pending>> parked = new HashMap<>();
  private final Map<Handle, Pending> byHandle = new HashMap<>();
  private final TreeSet<Pending> deadlines = new TreeSet<>(Pending.BY_DEADLINE);

  /** Where such an operation is parked; null for one that never waits. */
  static Place placeOf(Operation operation) {
    if (operation instanceof Operation.Put op) {
      return new Place(op.queue(), For.ROOM);
    } else if (operation instanceof Operation.Take op) {
      return new Place(op.queue(), For.ITEM);
    } else if (operation instanceof Operation.Join op) {
      return new Place(op.queue(), For.JOIN);
    } else if (operation instanceof Operation.ReadEvent op) {
      return new Place(op.event(), For.EVENT);
    }
    return null;
  }

  void park(Pending pending) {
    parked.computeIfAbsent(placeOf(pending.operation()), p -> new LinkedHashSet<>()).add(pending);
    deadlines.add(pending);
    Handle handle = handleOf(pending.operation());
    if (handle != null) {
      byHandle.put(handle, pending);
    }
  }

  /**
   * The parked take that a new take of the same handle replaces; null for none. Its client has
   * given it up: were it served, the new one would acknowledge what nobody received.
   */
  Pending replaced(Operation operation) {
    Handle handle = handleOf(operation);
    Pending before = handle == null ? null : byHandle.get(handle);
    if (before != null) {
      remove(before);
    }
    return before;
  }

  private static Handle handleOf(Operation operation) {
    return operation instanceof Operation.Take op && op.handle() != null
        ? new Handle(op.queue(), op.session(), op.handle())
        : null;
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
    Place place = placeOf(pending.operation());
    LinkedHashSet<Pending> line = parked.get(place);
    if (line != null && line.remove(pending) && line.isEmpty()) {
      parked.remove(place);
    }
    deadlines.remove(pending);
    Handle handle = handleOf(pending.operation());
    if (handle != null) {
      byHandle.remove(handle, pending);
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
    byHandle.clear();
    deadlines.clear();
    return all;
  }

  /** Those whose time is out, taken off. */
  List<Pending> removeExpired(Instant now) {
    List<Pending> out = new ArrayList<>();
    while (!deadlines.isEmpty() && !deadlines.first().deadline().isAfter(now)) {
      Pending pending = deadlines.first();
      remove(pending);
      out.add(pending);
    }
    return out;
  }

  /** When the next one's time is out; null for none. */
  Instant nextDeadline() {
    return deadlines.isEmpty() ? null : deadlines.first().deadline();
  }
}
