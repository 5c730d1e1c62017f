package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Opening sessions, taking up leases again, and heartbeats. */
final class Sessions {
  private static final int MAX_PER_OWNER = 256;
  private static final int MISSES_UNTIL_GIVEN_BACK = 2;

  /**
   * Heartbeats come every five seconds. Those that were held up, by us as a rule, come together and
   * tell of before: of them the first one counts.
   */
  private static final Duration APART = Duration.ofSeconds(2);

  private Sessions() {}

  /** The owner's session of that id; null when there is none, or it is another owner's. */
  static SessionState of(ChannelState state, Owner owner, String id) {
    SessionState session = state.sessions().get(id);
    return session != null && session.owner().id().equals(owner.id()) ? session : null;
  }

  static boolean tooLong(String text) {
    return text != null && text.length() > 128;
  }

  static Instant millis(Instant now) {
    return now.truncatedTo(ChronoUnit.MILLIS);
  }

  static Applied open(ChannelState state, Owner owner, Operation.OpenSession op, Instant now) {
    if (op.nonce().isEmpty() || tooLong(op.nonce())) {
      return Step.unchanged(state, new Outcome.Malformed("nonce has 1 to 128 characters."));
    }
    String id = SessionState.idOf(owner, op.nonce());
    SessionState session = state.sessions().get(id);
    OwnerState all = state.owner(owner.id());
    if (session == null && all.sessions().size() >= MAX_PER_OWNER) {
      return Step.unchanged(state, new Outcome.Overloaded("Too many sessions of one process."));
    }
    session =
        session == null ? SessionState.open(id, owner, op.nonce(), now) : session.withSeen(now);
    ChannelState next =
        state.withSession(session).withOwner(owner.id(), all.withSessions(all.sessions().plus(id)));
    List<String> unknown = new ArrayList<>();
    for (HeldLease held : op.held()) {
      ChannelState with = takenUp(next, id, held, now);
      if (with == null) {
        unknown.add(held.lease());
      } else {
        next = with;
      }
    }
    return Step.from(next).answer(new Outcome.SessionOpened(id, List.copyOf(unknown)));
  }

  /** With the lease (again) in that session's hands; null when that can't be. */
  private static ChannelState takenUp(
      ChannelState state, String session, HeldLease held, Instant now) {
    if (Settlements.lease(state, session, held.lease()) != null) {
      return state;
    }
    LeaseRef.Token token = LeaseRef.Token.of(held.lease()).orElse(null);
    QueueState queue = token == null ? null : state.queues().get(token.queue());
    Item item = queue == null ? null : queue.stock().item(token.position());
    if (item == null || !token.queue().equals(held.queue()) || !item.id().equals(held.id())) {
      return null;
    }
    // A lease of this very epoch that is no longer held was given back or settled since.
    if (token.epoch() >= state.epoch()) {
      return null;
    }
    LeaseRef ref = new LeaseRef(token.queue(), token.position());
    long number = state.counters().nextLease();
    Lease lease =
        Lease.given(held.lease(), number, session, token.handle(), null, item)
            .withMissed(0)
            .timed(queue.config().rules(), now);
    SessionState s = state.sessions().get(session);
    return state
        .withQueue(queue.leasing(lease))
        .withSession(s.withLeases(s.leases().plus(number, ref)))
        .advanced(0, 1);
  }

  /** The relay forgets it with the owner's end, or with its own. */
  static Applied retire(ChannelState state, Operation.Retire op) {
    ChannelState next = state;
    for (String owner : op.owners()) {
      next = next.withPassing(next.passing().retiring(owner));
    }
    List<String> busy = op.owners().stream().filter(o -> !isIdle(state, o)).toList();
    List<String> idle = op.owners().stream().filter(o -> isIdle(state, o)).toList();
    return Step.from(next).answer(new Outcome.Retired(idle, busy));
  }

  /** Whether nothing is leased to any of the owner's sessions. */
  static boolean isIdle(ChannelState state, String owner) {
    return state.owner(owner).sessions().stream()
        .allMatch(session -> state.sessions().get(session).leases().isEmpty());
  }

  static Applied kill(ChannelState state, Operation.Kill op) {
    return Step.from(state.withPassing(state.passing().killing(op.owner())))
        .answer(new Outcome.Killed(state.owner(op.owner()).sessions().size()));
  }

  private static int missed(Lease lease, boolean listed, boolean counts) {
    if (listed) {
      return 0;
    }
    return lease.shell() || !counts ? lease.missed() : lease.missed() + 1;
  }

  static Applied heartbeat(ChannelState state, Owner owner, Operation.Heartbeat op, Instant now) {
    SessionState session = of(state, owner, op.session());
    if (session == null) {
      return Step.unchanged(state, new Outcome.SessionUnknown(op.session()));
    }
    Set<String> listed = new HashSet<>(op.held());
    List<String> givenBack = new ArrayList<>();
    boolean counts = !now.isBefore(session.seen().plus(APART));
    ChannelState next = counts ? state.withSession(session.withSeen(now)) : state;
    for (LeaseRef ref : session.leases().values()) {
      QueueState queue = next.queues().get(ref.queue());
      Lease lease = queue.leased().get(ref.position());
      int missed = missed(lease, listed.contains(lease.token()), counts);
      if (missed >= MISSES_UNTIL_GIVEN_BACK) {
        givenBack.add(lease.token());
      } else if (missed != lease.missed()) {
        Lease counted = lease.withMissed(missed);
        next = next.withQueue(queue.leasing(counted));
      }
    }
    Comeback silent = Comeback.because("two heartbeats did not list it", now);
    Step step = Settlements.giveBack(Step.from(next), op.session(), givenBack, silent);
    ChannelState after = step.state();
    List<String> unknown =
        op.held().stream().filter(t -> Settlements.lease(after, op.session(), t) == null).toList();
    return step.answer(new Outcome.Alive(unknown, after.isKilled(owner.id())));
  }
}
