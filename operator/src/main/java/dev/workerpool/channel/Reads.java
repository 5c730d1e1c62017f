package dev.workerpool.channel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads: they change nothing. */
final class Reads {
  private Reads() {}

  static Outcome read(ChannelState state, Operation operation) {
    if (operation instanceof Operation.Stats op) {
      QueueState queue = state.queues().get(op.queue());
      return queue == null ? Channels.noQueue(op.queue()) : new Outcome.StatsOf(queue.stats());
    } else if (operation instanceof Operation.Join op) {
      QueueState queue = state.queues().get(op.queue());
      return queue == null
          ? Channels.noQueue(op.queue())
          : new Outcome.Unfinished(queue.unfinished());
    } else if (operation instanceof Operation.Peek op) {
      return peek(state, op);
    } else if (operation instanceof Operation.ReadDead op) {
      return dead(state, op);
    } else if (operation instanceof Operation.ReadEvent op) {
      EventState event = state.events().get(op.event());
      return event == null
          ? Channels.noEvent(op.event())
          : new Outcome.EventIs(event.value(op.event()), false);
    } else if (operation instanceof Operation.ReadPrimitive op) {
      return Primitives.read(state, op);
    } else if (operation instanceof Operation.ListAll) {
      return listed(state);
    }
    throw new IllegalStateException("unknown operation " + operation);
  }

  private static Outcome peek(ChannelState state, Operation.Peek op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Channels.noQueue(op.queue());
    }
    if (op.max() < 1 || op.max() > Limits.BATCH_ITEMS) {
      return new Outcome.Malformed("peek is 1 to " + Limits.BATCH_ITEMS + ".");
    }
    List<Delivery> items = new ArrayList<>();
    long bytes = 0;
    for (Iterator<Item> all = queue.stock().inOrder(); all.hasNext(); ) {
      Item item = all.next();
      bytes += item.weight();
      if (items.size() == op.max() || bytes > Limits.REPLY_BYTES && !items.isEmpty()) {
        break;
      }
      items.add(item.peeked());
    }
    return new Outcome.Peeked(List.copyOf(items));
  }

  private static Outcome dead(ChannelState state, Operation.ReadDead op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Channels.noQueue(op.queue());
    }
    if (op.max() < 1 || op.max() > Limits.BATCH_ITEMS) {
      return new Outcome.Malformed("peek is 1 to " + Limits.BATCH_ITEMS + ".");
    }
    List<DeadLetter> items = new ArrayList<>();
    long bytes = 0;
    for (DeadItem item : queue.dead().values()) {
      bytes += item.weight();
      if (items.size() == op.max() || bytes > Limits.REPLY_BYTES && !items.isEmpty()) {
        break;
      }
      items.add(item.letter());
    }
    return new Outcome.DeadLetters(List.copyOf(items));
  }

  static Outcome.Listed listed(ChannelState state) {
    List<QueueStats> queues = state.queues().values().stream().map(QueueState::stats).toList();
    List<EventValue> events =
        state.events().entrySet().stream().map(e -> e.getValue().value(e.getKey())).toList();
    return new Outcome.Listed(queues, events);
  }
}
