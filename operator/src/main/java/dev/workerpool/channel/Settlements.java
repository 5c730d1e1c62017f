package dev.workerpool.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Acknowledging leases and giving them back. */
final class Settlements {
  private Settlements() {}

  /**
   * @param lost null when all went well; else nothing has changed
   */
  record Settled(Step step, Outcome.LeaseLost lost) {}

  static Applied settle(ChannelState state, Owner owner, Operation.Settle op) {
    if (Sessions.of(state, owner, op.session()) == null) {
      return Step.unchanged(state, new Outcome.SessionUnknown(op.session()));
    }
    Outcome.LeaseLost lost = lost(state, op.session(), op.acks(), op.nacks());
    if (lost != null) {
      return Step.unchanged(state, lost);
    }
    Step step = finish(Step.from(state), op.session(), op.acks(), true);
    return finish(step, op.session(), op.nacks(), false).answer(new Outcome.Done());
  }

  static Settled acknowledge(Step step, String session, List<String> acks) {
    Outcome.LeaseLost lost = lost(step.state(), session, acks, List.of());
    return lost != null
        ? new Settled(step, lost)
        : new Settled(finish(step, session, acks, true), null);
  }

  /**
   * Acknowledges what the session holds in that queue under that handle; what never arrived is
   * given back.
   */
  static Step acknowledgeHandle(Step step, String session, String queue, String handle) {
    String tag = Lease.tag(handle);
    return arrivedOrNot(step, session, l -> tag.equals(l.handle()), r -> r.queue().equals(queue));
  }

  /** Acknowledges the implicit leases that have arrived, and gives the others of them back. */
  static Step acknowledgeImplicit(Step step, String session) {
    return arrivedOrNot(step, session, Lease::implicit, r -> true);
  }

  private static Step arrivedOrNot(
      Step step, String session, Predicate<Lease> which, Predicate<LeaseRef> where) {
    List<String> arrived = held(step.state(), session, which.and(Lease::arrived), where);
    Step acked = finish(step, session, arrived, true);
    return finish(acked, session, held(acked.state(), session, which, where), false);
  }

  static Applied taskDone(ChannelState state, Owner owner, Operation.TaskDone op, Instant now) {
    SessionState session = Sessions.of(state, owner, op.session());
    if (!state.queues().containsKey(op.queue())) {
      return Step.unchanged(state, Channels.noQueue(op.queue()));
    }
    if (session == null) {
      return Step.unchanged(state, new Outcome.SessionUnknown(op.session()));
    }
    String key =
        op.key() == null
            ? null
            : Texts.fingerprint("task-done", owner.id(), op.session(), op.queue(), op.key());
    if (key != null && state.keys().contains(key)) {
      return Step.unchanged(state, new Outcome.Done());
    }
    List<String> held = held(state, op.session(), l -> true, r -> r.queue().equals(op.queue()));
    if (held.isEmpty()) {
      return Step.unchanged(state, new Outcome.SurplusTaskDone(op.queue()));
    }
    Step step = finish(Step.from(state), op.session(), held.subList(0, 1), true);
    // Durable, unlike other repeated acknowledgements: a repeat names no lease, so it would ack
    // another item.
    step = key == null ? step : step.with(new Change.KeySeen(key, Sessions.millis(now)));
    return step.answer(new Outcome.Done());
  }

  /** Tokens of a session's leases, oldest first. */
  static List<String> held(
      ChannelState state, String session, Predicate<Lease> which, Predicate<LeaseRef> where) {
    List<String> tokens = new ArrayList<>();
    for (LeaseRef ref : state.sessions().get(session).leases().values()) {
      if (where.test(ref)) {
        Lease lease = state.queues().get(ref.queue()).leased().get(ref.position());
        if (which.test(lease)) {
          tokens.add(lease.token());
        }
      }
    }
    return tokens;
  }

  /** The lease, if that session holds it; else null. */
  static Lease lease(ChannelState state, String session, String token) {
    LeaseRef ref = LeaseRef.of(token).orElse(null);
    QueueState queue = ref == null ? null : state.queues().get(ref.queue());
    Lease lease = queue == null ? null : queue.leased().get(ref.position());
    return lease != null && lease.token().equals(token) && lease.session().equals(session)
        ? lease
        : null;
  }

  private static Outcome.LeaseLost lost(
      ChannelState state, String session, List<String> acks, List<String> nacks) {
    List<String> lost = new ArrayList<>();
    acks.forEach(t -> missing(state, session, t, true, lost));
    nacks.forEach(t -> missing(state, session, t, false, lost));
    List<String> gone = lost.stream().filter(t -> !exists(state, t)).toList();
    return lost.isEmpty() ? null : new Outcome.LeaseLost(List.copyOf(lost), gone);
  }

  private static void missing(
      ChannelState state, String session, String token, boolean ack, List<String> lost) {
    Boolean before = state.sessions().get(session).settled().get(token);
    boolean repeated = before != null && before == ack;
    if (!repeated && lease(state, session, token) == null) {
      lost.add(token);
    }
  }

  private static boolean exists(ChannelState state, String token) {
    LeaseRef ref = LeaseRef.of(token).orElse(null);
    QueueState queue = ref == null ? null : state.queues().get(ref.queue());
    return queue != null && queue.item(ref.position()) != null;
  }

  /** Settles those of the tokens that are still held; the others were settled before. */
  static Step finish(Step step, String session, List<String> tokens, boolean ack) {
    Map<String, List<Long>> byQueue = new LinkedHashMap<>();
    ChannelState state = step.state();
    List<String> settled = new ArrayList<>();
    for (String token : tokens) {
      if (lease(state, session, token) != null) {
        LeaseRef ref = LeaseRef.of(token).orElseThrow();
        byQueue.computeIfAbsent(ref.queue(), q -> new ArrayList<>()).add(ref.position());
        settled.add(token);
      }
    }
    if (settled.isEmpty()) {
      return step;
    }
    SessionState s = state.sessions().get(session);
    Step next = step.with(state.withSession(s.remembering(settled, ack)));
    for (Map.Entry<String, List<Long>> e : byQueue.entrySet()) {
      List<Long> positions = e.getValue().stream().distinct().toList();
      next =
          next.with(
              ack
                  ? new Change.Acked(e.getKey(), positions)
                  : new Change.Returned(e.getKey(), positions));
    }
    return next;
  }
}
