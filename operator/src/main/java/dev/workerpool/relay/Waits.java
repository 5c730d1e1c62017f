package dev.workerpool.relay;

import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.PrimitiveId;
import dev.workerpool.channel.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which outcomes may become other ones by waiting, where that is waited for, and how long. */
final class Waits {
  /** What a request waits for. */
  enum For {
    /** Room in a queue. */
    ROOM,
    /** An earlier put of the same producer. */
    PREDECESSOR,
    /** An item of a queue. */
    ITEM,
    /** The end of its time: its process gets nothing any more. */
    NOTHING,
    /** That all of a queue is done. */
    JOIN,
    EVENT,
    /** A lock or semaphore. */
    GRANT,
    /** To be notified at a condition. */
    NOTICE,
    /** The other parties of a barrier. */
    OTHERS
  }

  /** The name of the queue, event or primitive, and what of it. */
  record Place(String name, For what) {}

  /** A put that came before its predecessor, which is on its way, waits so long at most. */
  static final Duration FOR_PREDECESSOR = Duration.ofSeconds(1);

  private Waits() {}

  /** Where a request with that outcome waits for another one; null where there is no point. */
  static Place place(Request request, Outcome outcome, ChannelState state) {
    Operation operation = request.operation();
    List<Operation.Put> puts = puts(operation);
    if (!puts.isEmpty() && outcome instanceof Outcome.Refusal) {
      return ofPuts(puts, outcome);
    } else if (operation instanceof Operation.Take take && outcome instanceof Outcome.Empty) {
      boolean retired = state.isRetired(request.owner().id());
      return new Place(take.queue(), retired ? For.NOTHING : For.ITEM);
    } else if (operation instanceof Operation.Join join) {
      boolean open = outcome instanceof Outcome.Unfinished u && u.items() > 0;
      return open ? new Place(join.queue(), For.JOIN) : null;
    } else if (operation instanceof Operation.ReadEvent read) {
      return isAwaited(read, outcome) ? new Place(read.event(), For.EVENT) : null;
    }
    return outcome instanceof Outcome.Empty ? ofPrimitive(operation) : null;
  }

  private static Place ofPrimitive(Operation operation) {
    if (operation instanceof Operation.Acquire op) {
      return new Place(op.name(), For.GRANT);
    } else if (operation instanceof Operation.AwaitNotice op) {
      return new Place(op.name(), For.NOTICE);
    } else if (operation instanceof Operation.AwaitOthers op) {
      return new Place(op.name(), For.OTHERS);
    }
    return null;
  }

  /** What decides there: another object when it has changed; null when there is no such thing. */
  static Object mark(Place place, ChannelState state) {
    switch (place.what()) {
      case ROOM:
        // Room may be room for bytes, which any queue can free: only the whole state tells.
        return state;
      case EVENT:
        return state.eventMark(place.name());
      case GRANT:
        return state.primitiveMark(PrimitiveId.semaphore(place.name()));
      case NOTICE:
        return state.primitiveMark(PrimitiveId.condition(place.name()));
      case OTHERS:
        return state.primitiveMark(PrimitiveId.barrier(place.name()));
      default:
        return state.queueMark(place.name());
    }
  }

  /** Whether who comes first is served first, and nobody before him. */
  static boolean isInOrder(Place place, ChannelState state) {
    return place.what() == For.ROOM
        || place.what() == For.GRANT
        || place.what() == For.ITEM && !state.isClosed(place.name());
  }

  private static Place ofPuts(List<Operation.Put> puts, Outcome outcome) {
    if (outcome instanceof Outcome.Full full) {
      return new Place(full.queue(), For.ROOM);
    } else if (outcome instanceof Outcome.ByteQuota) {
      return new Place(puts.get(0).queue(), For.ROOM);
    } else if (outcome instanceof Outcome.SequenceGap gap) {
      boolean early =
          puts.stream()
              .anyMatch(
                  put ->
                      put.queue().equals(gap.queue())
                          && put.source() instanceof Operation.Sequence s
                          && s.seq() > gap.expected());
      return early ? new Place(gap.queue(), For.PREDECESSOR) : null;
    }
    return null;
  }

  private static boolean isAwaited(Operation.ReadEvent read, Outcome outcome) {
    return outcome instanceof Outcome.EventIs e
        && !e.value().set()
        && (read.after() == null || e.value().count() <= read.after());
  }

  /** Until when it waits there. */
  static Instant until(Place place, Instant deadline, Instant now) {
    return place.what() == For.PREDECESSOR ? now.plus(FOR_PREDECESSOR) : deadline;
  }

  /** Queues in which that operation must not be served before those who wait for room. */
  static List<String> linesUpIn(Operation operation) {
    return puts(operation).stream().map(Operation.Put::queue).toList();
  }

  /** What it puts. */
  static List<Operation.Put> puts(Operation operation) {
    if (operation instanceof Operation.Put put) {
      return List.of(put);
    } else if (operation instanceof Operation.Settle settle) {
      return settle.then();
    }
    return operation instanceof Operation.Take take ? take.then() : List.of();
  }

  /** What a parked request still asks for. An event set and cleared meanwhile has been set. */
  static Operation rest(Operation operation, Outcome outcome) {
    if (operation instanceof Operation.Take take && outcome instanceof Outcome.Empty) {
      return take.settled();
    } else if (operation instanceof Operation.ReadEvent read
        && read.after() == null
        && outcome instanceof Outcome.EventIs is) {
      return new Operation.ReadEvent(read.event(), is.value().count());
    }
    return operation;
  }
}
