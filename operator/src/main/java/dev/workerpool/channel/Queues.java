package dev.workerpool.channel;

import java.util.List;

/** Making, closing and purging queues. */
final class Queues {
  private Queues() {}

  static Applied make(ChannelState state, Owner owner, Operation.MakeQueue op) {
    if (!Names.valid(op.queue()) || op.maxSize() < 0) {
      return Step.unchanged(
          state, new Outcome.Malformed("A queue needs a valid name and a maxSize of 0 or more."));
    }
    QueueState there = state.queues().get(op.queue());
    if (there != null) {
      return Step.unchanged(
          state,
          there.config().maxSize() == op.maxSize()
              ? new Outcome.QueueMade(false)
              : new Outcome.ExistsDifferently(
                  "Queue "
                      + op.queue()
                      + " is there with maxSize "
                      + there.config().maxSize()
                      + "."));
    }
    Outcome refusal = noRoom(state, Weights.queue());
    return refusal != null
        ? Step.unchanged(state, refusal)
        : Step.from(state)
            .with(new Change.QueueSet(op.queue(), op.maxSize(), false, owner.id(), null))
            .answer(new Outcome.QueueMade(true));
  }

  /** Why nothing of that weight can be made; null when it can. */
  static Outcome noRoom(ChannelState state, long weight) {
    if (state.queues().size() + state.events().size() >= state.limits().names()) {
      return new Outcome.ByteQuota(
          "The channel has its maximum of " + state.limits().names() + " queues and events.");
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
    Step step = Step.from(state);
    CloseMode now = queue.config().closed();
    if (now != op.mode() && now != CloseMode.IMMEDIATE) {
      step = step.with(set(queue.name(), queue.config().withClosed(op.mode())));
    }
    if (op.mode() == CloseMode.IMMEDIATE && !queue.ready().isEmpty()) {
      step = step.with(purged(state, queue));
    }
    return step.answer(new Outcome.StatsOf(step.state().queues().get(op.queue()).stats()));
  }

  static Applied purge(ChannelState state, Operation.Purge op) {
    QueueState queue = state.queues().get(op.queue());
    if (queue == null) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    return queue.ready().isEmpty()
        ? Step.unchanged(state, new Outcome.Purged(0))
        : Step.from(state)
            .with(purged(state, queue))
            .answer(new Outcome.Purged(queue.ready().size()));
  }

  private static Change purged(ChannelState state, QueueState queue) {
    List<Long> kept = queue.leased().keySet().stream().sorted().toList();
    return new Change.Purged(queue.name(), state.counters().nextPosition(), kept);
  }

  static Change.QueueSet set(String name, QueueConfig c) {
    return new Change.QueueSet(name, c.maxSize(), c.declared(), c.creator(), c.closed());
  }
}
