package dev.workerpool.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.TreePMap;

/**
 * A take: leases what is ready to a session. That changes nothing for good, so it needs no commit;
 * what it settles first does, and is done though there be nothing to take.
 */
final class Takes {
  private Takes() {}

  static Applied take(ChannelState state, Owner owner, Operation.Take op, Instant now) {
    Outcome refusal = refused(state, owner, op);
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    List<Delivery> again = replayed(state, op);
    if (!again.isEmpty()) {
      return Step.unchanged(state, new Outcome.Taken(again));
    }
    Settlements.Settled settled =
        Settlements.acknowledge(state, owner, op.session(), op.acks(), List.of(), op.then(), now);
    if (settled.answer() instanceof Outcome.Refusal) {
      return Step.unchanged(state, settled.answer());
    }
    Step step = settled.step();
    if (op.handle() != null) {
      step = Settlements.acknowledgeHandle(step, op, now);
    }
    return state.isRetired(owner.id()) ? step.answer(new Outcome.Empty()) : deliver(step, op, now);
  }

  private static Outcome refused(ChannelState state, Owner owner, Operation.Take op) {
    if (!state.queues().containsKey(op.queue())) {
      return Channels.noQueue(op.queue());
    }
    if (Sessions.of(state, owner, op.session()) == null) {
      return new Outcome.SessionUnknown(op.session());
    }
    if (op.max() < 1 || op.max() > Limits.BATCH_ITEMS) {
      return new Outcome.Malformed("max is 1 to " + Limits.BATCH_ITEMS + ".");
    }
    if (Sessions.tooLong(op.attempt()) || Sessions.tooLong(op.handle())) {
      return new Outcome.Malformed("attempt and handle have at most 128 characters.");
    }
    return null;
  }

  /** What this attempt was given before and is still held; the reply was lost. */
  private static List<Delivery> replayed(ChannelState state, Operation.Take op) {
    QueueState queue = state.queues().get(op.queue());
    List<Delivery> items = new ArrayList<>();
    for (LeaseRef ref : state.sessions().get(op.session()).leases().values()) {
      Lease lease = ref.queue().equals(op.queue()) ? queue.leased().get(ref.position()) : null;
      if (lease != null && op.attempt().equals(lease.attempt())) {
        items.add(lease.delivery());
      }
    }
    return items;
  }

  private static Applied deliver(Step step, Operation.Take op, Instant now) {
    ChannelState state = step.state();
    QueueState queue = state.queues().get(op.queue());
    SessionState session = state.sessions().get(op.session());
    TreePMap<Long, LeaseRef> held = session.leases();
    long number = state.counters().nextLease();
    String handle = Lease.tag(op.handle());
    List<Delivery> items = new ArrayList<>();
    long bytes = 0;
    while (items.size() < op.max() && deliverable(state, queue.stock().next())) {
      Item item = queue.stock().next();
      bytes += item.weight();
      if (bytes > Limits.REPLY_BYTES && !items.isEmpty()) {
        break;
      }
      String token = Lease.token(item, state.epoch(), number, handle, op.queue());
      Lease lease =
          Lease.given(token, number, session.id(), handle, op.attempt(), item)
              .timed(queue.config().rules(), now);
      queue = queue.leasing(lease);
      held = held.plus(number++, new LeaseRef(op.queue(), item.position()));
      items.add(lease.delivery());
    }
    if (items.isEmpty()) {
      return step.answer(
          drained(queue, session) ? new Outcome.Closed(op.queue()) : new Outcome.Empty());
    }
    ChannelState next =
        state.withQueue(queue).withSession(session.withLeases(held)).advanced(0, items.size());
    return step.with(next).answer(new Outcome.Taken(items));
  }

  /** During the grace after a takeover, what is next may be what somebody still holds. */
  private static boolean deliverable(ChannelState state, Item next) {
    return next != null && (state.grace() == null || next.position() >= state.grace().below());
  }

  /**
   * Closed for good to this session: nothing is ready, and nothing can come back from another one.
   * (What it holds itself doesn't keep it waiting: it would wait for ever.)
   */
  private static boolean drained(QueueState queue, SessionState session) {
    if (queue.config().closed() == null || !queue.stock().isEmpty()) {
      return false;
    }
    if (queue.config().closed() == CloseMode.IMMEDIATE || queue.leased().isEmpty()) {
      return true;
    }
    long own =
        session.leases().values().stream().filter(r -> r.queue().equals(queue.name())).count();
    return own == queue.leased().size();
  }
}
