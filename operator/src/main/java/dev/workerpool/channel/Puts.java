package dev.workerpool.channel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A put: stored whole or not at all, and once only. What was stored before is a duplicate whatever
 * has happened since; a refused put uses no number.
 */
final class Puts {
  private static final Pattern PRODUCER = Pattern.compile("[A-Za-z0-9._:/@+=-]{1,128}");

  private Puts() {}

  static Applied put(ChannelState state, Owner owner, Operation.Put op, Instant now) {
    QueueState queue = state.queues().get(op.queue());
    Outcome answer = queue == null ? Channels.noQueue(op.queue()) : malformed(queue, op);
    if (answer == null) {
      answer = repeated(state, queue, owner, op);
    }
    if (answer == null) {
      answer = refused(state, queue, owner, op);
    }
    return answer != null ? Step.unchanged(state, answer) : store(state, owner, op, now);
  }

  /** Whether all of these have been stored before. */
  static boolean areStored(ChannelState state, List<Operation.Put> puts) {
    return puts.stream().allMatch(put -> isStored(state, put));
  }

  private static boolean isStored(ChannelState state, Operation.Put put) {
    QueueState queue = state.queues().get(put.queue());
    Operation.Sequence s = put.source() instanceof Operation.Sequence given ? given : null;
    Producer producer = queue == null || s == null ? null : queue.producers().get(s.producer());
    return producer != null && s.seq() + put.items().size() - 1 <= producer.lastSeq();
  }

  private static Outcome malformed(QueueState queue, Operation.Put op) {
    if (op.items().isEmpty()) {
      return new Outcome.Malformed("A put needs at least one item.");
    }
    if (op.source() instanceof Operation.Sequence s) {
      if (s.producer() == null || !PRODUCER.matcher(s.producer()).matches()) {
        return new Outcome.Malformed("producer must be 1-128 letters, digits or ._:/@+=-");
      }
      if (s.seq() < 1 || s.seq() > Long.MAX_VALUE - Limits.BATCH_ITEMS) {
        return new Outcome.Malformed("seq starts at 1.");
      }
    }
    if (op.items().size() > Limits.BATCH_ITEMS) {
      return new Outcome.BatchTooLarge("A batch holds at most " + Limits.BATCH_ITEMS + " items.");
    }
    return malformedItem(queue, op.items());
  }

  private static Outcome malformedItem(QueueState queue, List<Body> items) {
    for (Body body : items) {
      if (body.priority() != 0 && queue.config().rules().order() != Order.PRIORITY) {
        return new Outcome.Malformed(
            "priority goes with order Priority; queue %s has order %s."
                .formatted(queue.name(), queue.config().rules().order()));
      }
      if (body.delay().isNegative() || body.delay().compareTo(Body.MAX_DELAY) > 0) {
        return new Outcome.Malformed("delay is 0 to " + Body.MAX_DELAY.toSeconds() + " seconds.");
      }
      if (body.sizeBytes() > Limits.ITEM_BYTES) {
        return new Outcome.TooLarge("An item holds at most " + Limits.ITEM_BYTES + " bytes.");
      }
      if (body.contentType().length() > 128) {
        return new Outcome.Malformed("contentType is longer than 128 characters.");
      }
    }
    return null;
  }

  /** Duplicate, or numbers that don't follow; null when the put is new. */
  private static Outcome repeated(
      ChannelState state, QueueState queue, Owner owner, Operation.Put op) {
    if (op.source() instanceof Operation.Key key) {
      return state.keys().contains(keyOf(owner, op.queue(), key)) ? new Outcome.Stored(true) : null;
    }
    if (op.source() instanceof Operation.Sequence s) {
      Producer producer = queue.producers().get(s.producer());
      long last = producer == null ? 0 : producer.lastSeq();
      if (s.seq() + op.items().size() - 1 <= last) {
        return new Outcome.Stored(true);
      }
      return s.seq() == last + 1 ? null : new Outcome.SequenceGap(op.queue(), last + 1);
    }
    return null;
  }

  private static Outcome refused(
      ChannelState state, QueueState queue, Owner owner, Operation.Put op) {
    if (queue.config().closed() != null) {
      return new Outcome.Closed(op.queue());
    }
    int max = queue.config().rules().maxSize();
    // What is delayed takes no room yet, as what is leased takes none.
    int ready = (int) op.items().stream().filter(body -> !body.isDelayed()).count();
    if (queue.bounded() && ready > max) {
      return new Outcome.BatchTooLarge(
          "Queue " + op.queue() + " holds " + max + " items; the batch has more.");
    }
    if (ready > 0 && !queue.fits(ready)) {
      return new Outcome.Full(op.queue(), max);
    }
    return state.full(weight(owner, op))
        ? new Outcome.ByteQuota(
            "The channel holds its maximum of " + state.limits().bytes() + " bytes.")
        : null;
  }

  private static long weight(Owner owner, Operation.Put op) {
    long weight = Weights.KEY;
    String producer = op.source() instanceof Operation.Sequence s ? s.producer() : null;
    if (producer != null) {
      weight += Weights.producer(new ProducerKey(op.queue(), producer), owner.id());
    }
    for (Body body : op.items()) {
      weight += Weights.item(producer, body);
    }
    return weight;
  }

  private static Applied store(ChannelState state, Owner owner, Operation.Put op, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    Operation.Sequence s = op.source() instanceof Operation.Sequence given ? given : null;
    Step step =
        Step.from(state)
            .with(
                new Change.Stored(
                    op.queue(),
                    s == null ? null : s.producer(),
                    s == null ? 0 : s.seq(),
                    owner,
                    at,
                    op.items()));
    if (op.source() instanceof Operation.Key key) {
      step = step.with(new Change.KeySeen(keyOf(owner, op.queue(), key), at));
    }
    return step.answer(new Outcome.Stored(false));
  }

  private static String keyOf(Owner owner, String queue, Operation.Key key) {
    return Texts.fingerprint("put", owner.id(), queue, key.key());
  }
}
