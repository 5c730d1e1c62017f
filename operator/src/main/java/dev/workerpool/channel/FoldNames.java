package dev.workerpool.channel;

/** Folds what makes, changes and drops queues, events and producers. */
final class FoldNames {
  private FoldNames() {}

  static ChannelState queueSet(ChannelState state, Change.QueueSet c) {
    QueueConfig config =
        new QueueConfig(c.rules(), c.declared(), c.creator(), c.closed(), c.specClosed());
    QueueState before = state.queues().get(c.queue());
    if (before == null) {
      ChannelState next = state.withQueue(QueueState.fresh(c.queue(), config));
      return owned(next.weighing(Weights.queue()), c.creator(), c.queue(), true);
    }
    ChannelState next = owned(state, before.config().creator(), c.queue(), false);
    return owned(next.withQueue(before.withConfig(config)), c.creator(), c.queue(), true);
  }

  static ChannelState queueDropped(ChannelState state, String name) {
    QueueState queue = state.queues().get(name);
    if (queue == null) {
      return state;
    }
    ChannelState next = owned(state, queue.config().creator(), name, false);
    for (Lease lease : queue.leased().values()) {
      next = Fold.forgetLease(next, lease);
    }
    for (String producer : queue.producers().keySet()) {
      next = forgetProducer(next, new ProducerKey(name, producer));
    }
    return next.withoutQueue(name).weighing(-Weights.queue() - queue.counts().bytes());
  }

  static ChannelState forgetProducer(ChannelState state, ProducerKey key) {
    ChannelState next = state.withGone(state.gone().minus(key));
    QueueState queue = next.queues().get(key.queue());
    Producer producer = queue == null ? null : queue.producers().get(key.producer());
    if (producer == null) {
      return next;
    }
    String id = producer.owner().id();
    OwnerState owner = next.owner(id);
    return next.withQueue(queue.withProducers(queue.producers().minus(key.producer())))
        .withOwner(id, owner.withProducers(owner.producers().minus(key)))
        .weighing(-Weights.producer(key, id));
  }

  private static ChannelState owned(ChannelState state, String creator, String name, boolean is) {
    if (creator == null) {
      return state;
    }
    OwnerState owner = state.owner(creator);
    return state.withOwner(
        creator, owner.withQueues(is ? owner.queues().plus(name) : owner.queues().minus(name)));
  }

  static ChannelState eventSet(ChannelState state, Change.EventSet c) {
    EventState before = state.events().get(c.event());
    EventState now = new EventState(c.set(), c.count(), c.declared(), c.creator());
    ChannelState next = state.withEvents(state.events().plus(c.event(), now));
    next = before == null ? next.weighing(Weights.event()) : unlisted(next, before, c.event());
    if (c.creator() == null) {
      return next;
    }
    OwnerState owner = next.owner(c.creator());
    return next.withOwner(c.creator(), owner.withEvents(owner.events().plus(c.event())));
  }

  static ChannelState eventDropped(ChannelState state, String name) {
    EventState event = state.events().get(name);
    if (event == null) {
      return state;
    }
    ChannelState next = state.withEvents(state.events().minus(name)).weighing(-Weights.event());
    return unlisted(next, event, name);
  }

  private static ChannelState unlisted(ChannelState state, EventState event, String name) {
    if (event.creator() == null) {
      return state;
    }
    OwnerState owner = state.owner(event.creator());
    return state.withOwner(event.creator(), owner.withEvents(owner.events().minus(name)));
  }
}
