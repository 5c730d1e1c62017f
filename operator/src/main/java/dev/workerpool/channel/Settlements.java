package dev.workerpool.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Acknowledging leases and giving them back. */
final class Settlements {
  private Settlements() {}

  /**
   * @param answer null when all went well; else nothing has changed: it was refused, or was done
   *     before
   */
  record Settled(Step step, Outcome answer) {}

  /** Acknowledges, puts, gives back: in this order, in one commit. */
  static Applied settle(ChannelState state, Owner owner, Operation.Settle op, Instant now) {
    if (Sessions.of(state, owner, op.session()) == null) {
      return Step.unchanged(state, new Outcome.SessionUnknown(op.session()));
    }
    List<String> nacks = op.nacks().stream().map(Operation.Nack::lease).toList();
    Settled settled = acknowledge(state, owner, op.session(), op.acks(), nacks, op.then(), now);
    if (settled.answer() != null) {
      return Step.unchanged(state, settled.answer());
    }
    Step step = settled.step();
    for (Operation.Nack nack : op.nacks()) {
      step = giveBack(step, op.session(), List.of(nack.lease()), Comeback.of(nack, now));
    }
    return step.answer(new Outcome.Done());
  }

  /**
   * Acknowledges and puts: all or nothing. What was committed before, as the numbers of its puts
   * prove, is done, though nobody remembers its leases.
   *
   * @param nacks must be held, too
   */
  static Settled acknowledge(
      ChannelState state,
      Owner owner,
      String session,
      List<String> acks,
      List<String> nacks,
      List<Operation.Put> then,
      Instant now) {
    Step from = Step.from(state);
    Outcome.LeaseLost lost = lost(state, session, acks, nacks);
    if (lost != null) {
      boolean before = !then.isEmpty() && Puts.areStored(state, then);
      return new Settled(from, before ? new Outcome.Done() : lost);
    }
    Step step = finish(from, session, acks);
    for (Operation.Put put : then) {
      Applied applied = Puts.put(step.state(), owner, put, now);
      if (applied.outcome() instanceof Outcome.Refusal) {
        return new Settled(from, applied.outcome());
      }
      step = step.and(applied);
    }
    return new Settled(step, null);
  }

  /**
   * Acknowledges what the session holds in that queue under that handle; what never arrived is
   * given back.
   */
  static Step acknowledgeHandle(Step step, Operation.Take op, Instant now) {
    String tag = Lease.tag(op.handle());
    return arrivedOrNot(
        step, op.session(), l -> tag.equals(l.handle()), r -> r.queue().equals(op.queue()), now);
  }

  /** Acknowledges the implicit leases that have arrived, and gives the others of them back. */
  static Step acknowledgeImplicit(Step step, String session, Instant now) {
    return arrivedOrNot(step, session, Lease::implicit, r -> true, now);
  }

  private static Step arrivedOrNot(
      Step step, String session, Predicate<Lease> which, Predicate<LeaseRef> where, Instant now) {
    List<String> arrived = held(step.state(), session, which.and(Lease::arrived), where);
    Step acked = finish(step, session, arrived);
    List<String> rest = held(acked.state(), session, which, where);
    return giveBack(acked, session, rest, Comeback.because("it did not arrive", now));
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
    Step step = finish(Step.from(state), op.session(), held.subList(0, 1));
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

  /** Acknowledges those of the tokens that are still held; the others were settled before. */
  static Step finish(Step from, String session, List<String> tokens) {
    Step step = from;
    for (Map.Entry<String, List<Long>> e : positions(from, session, tokens).entrySet()) {
      step = step.with(new Change.Acked(e.getKey(), e.getValue()));
    }
    return remembering(from, step, session, tokens, true);
  }

  /** Gives back those of the tokens that are still held; the others were settled before. */
  static Step giveBack(Step from, String session, List<String> tokens, Comeback why) {
    Step step = from;
    for (Map.Entry<String, List<Long>> e : positions(from, session, tokens).entrySet()) {
      QueueState queue = from.state().queues().get(e.getKey());
      List<Long> dead = e.getValue().stream().filter(p -> dies(queue, p, why)).toList();
      List<Long> back = e.getValue().stream().filter(p -> !dies(queue, p, why)).toList();
      if (!dead.isEmpty()) {
        step =
            step.with(
                new Change.Died(
                    e.getKey(), dead, Sessions.millis(why.now()), why.reason(), why.exitCode()));
      }
      if (!back.isEmpty()) {
        step = step.with(new Change.Returned(e.getKey(), back, why.notBefore()));
      }
    }
    return remembering(from, step, session, tokens, false);
  }

  private static boolean dies(QueueState queue, long position, Comeback why) {
    int returned = queue.item(position).returned() + 1;
    return why.dead() || queue.config().rules().exhausted(returned);
  }

  /** Positions of those of the leases that the session holds, each once, by queue. */
  private static Map<String, List<Long>> positions(Step step, String session, List<String> tokens) {
    Map<String, List<Long>> byQueue = new LinkedHashMap<>();
    for (String token : new LinkedHashSet<>(tokens)) {
      if (lease(step.state(), session, token) != null) {
        LeaseRef ref = LeaseRef.of(token).orElseThrow();
        byQueue.computeIfAbsent(ref.queue(), q -> new ArrayList<>()).add(ref.position());
      }
    }
    return byQueue;
  }

  private static Step remembering(
      Step before, Step after, String session, List<String> tokens, boolean acknowledged) {
    List<String> settled =
        tokens.stream().filter(t -> lease(before.state(), session, t) != null).distinct().toList();
    if (settled.isEmpty()) {
      return after;
    }
    SessionState s = after.state().sessions().get(session);
    return after.with(after.state().withSession(s.remembering(settled, acknowledged)));
  }
}
