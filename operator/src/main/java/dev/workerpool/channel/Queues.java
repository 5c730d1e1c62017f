package dev.workerpool.channel;

import java.util.List;

/** Making, closing and purging queues. */
final class Queues {
  private Queues() {}

  static Applied make(ChannelState state, Owner owner, Operation.MakeQueue op) {
    if (!Names.valid(op.queue()) || !op.rules().valid()) {
      return Step.unchanged(
          state, new Outcome.Malformed("A queue needs a valid name, and figures of 0 or more."));
    }
    QueueState there = state.queues().get(op.queue());
    if (there != null) {
      return Step.unchanged(
          state,
          there.config().rules().equals(op.rules())
              ? new Outcome.QueueMade(false)
              : new Outcome.ExistsDifferently(
                  "Queue %s is there with %s."
                      .formatted(op.queue(), said(there.config().rules()))));
    }
    Outcome refusal = noRoom(state, Weights.queue());
    return refusal != null
        ? Step.unchanged(state, refusal)
        : Step.from(state)
            .with(new Change.QueueSet(op.queue(), op.rules(), false, owner.id(), null, null))
            .answer(new Outcome.QueueMade(true));
  }

  private static String said(QueueRules rules) {
    return "maxSize %d, order %s, maxDeliveries %d, leaseSeconds %d"
        .formatted(rules.maxSize(), rules.order(), rules.maxDeliveries(), rules.leaseSeconds());
  }

  /** Drops a queue made at run time: its creator at any time, others when nobody holds of it. */
  static Applied drop(ChannelState state, Owner owner, Operation.DropQueue op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    if (queue.config().declared()) {
      return Step.unchanged(
          state,
          new Outcome.Forbidden("Queue " + op.queue() + " is declared; take it out of the spec."));
    }
    if (!owner.id().equals(queue.config().creator()) && !queue.leased().isEmpty()) {
      return Step.unchanged(
          state, new Outcome.InUse("Somebody holds items of queue " + op.queue() + "."));
    }
    return Step.from(state).with(new Change.QueueDropped(op.queue())).answer(new Outcome.Done());
  }

  /** Why nothing of that weight can be made; null when it can. */
  static Outcome noRoom(ChannelState state, long weight) {
    int names = state.queues().size() + state.events().size() + state.primitives().size();
    if (names >= state.limits().names()) {
      return new Outcome.ByteQuota(
          "The channel has its maximum of " + state.limits().names() + " names.");
    }
    return state.full(weight)
        ? new Outcome.ByteQuota(
            "The channel holds its maximum of " + state.limits().bytes() + " bytes.")
        : null;
  }

  /** Closing again does nothing, but that Immediate overrides Drain. */
  static Applied close(ChannelState state, Operation.Close op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    Step step = close(Step.from(state), op.queue(), op.mode());
    return step.answer(new Outcome.StatsOf(step.state().queues().get(op.queue()).stats()));
  }

  private static Step close(Step from, String name, CloseMode mode) {
    QueueConfig config = from.state().queues().get(name).config();
    boolean sooner = config.closed() != mode && config.closed() != CloseMode.IMMEDIATE;
    Step step = sooner ? from.with(set(name, config.withClosed(mode))) : from;
    return mode == CloseMode.IMMEDIATE ? purged(step, name) : step;
  }

  /** Without what nobody holds of that queue. */
  static Step purged(Step step, String name) {
    QueueState queue = step.state().queues().get(name);
    if (queue.stock().isEmpty()) {
      return step;
    }
    List<Long> kept = queue.leased().keySet().stream().sorted().toList();
    return step.with(new Change.Purged(name, step.state().counters().nextPosition(), kept));
  }

  static Applied purge(ChannelState state, Operation.Purge op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    Step step = Step.from(state);
    if (op.dead()) {
      step = queue.dead().isEmpty() ? step : step.with(new Change.DeadPurged(op.queue()));
      return step.answer(new Outcome.Purged(queue.dead().size()));
    }
    return purged(step, op.queue()).answer(new Outcome.Purged(queue.stock().size()));
  }

  static Applied redrive(ChannelState state, Operation.Redrive op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    if (queue.config().closed() != null) {
      return Step.unchanged(state, new Outcome.Closed(op.queue()));
    }
    List<Long> positions = queue.dead().keySet().stream().limit(op.max()).toList();
    Step step = Step.from(state);
    step = positions.isEmpty() ? step : step.with(new Change.Redriven(op.queue(), positions));
    return step.answer(new Outcome.Redriven(positions.size()));
  }

  static Change.QueueSet set(String name, QueueConfig c) {
    return new Change.QueueSet(
        name, c.rules(), c.declared(), c.creator(), c.closed(), c.specClosed());
  }
}
