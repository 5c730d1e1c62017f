package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How sessions and owners end, and what outlives its time. */
final class Endings {
  static final Duration REMEMBERED = Duration.ofMinutes(10);
  static final Duration GUEST_SILENCE = Duration.ofSeconds(30);

  private Endings() {}

  /** A clean exit. A session that isn't there has ended already. */
  static Applied close(ChannelState state, Owner owner, Operation.CloseSession op, Instant now) {
    Comeback left = Comeback.because("its session was closed", now);
    // What it held may be older than this reign, which the session has not been opened in.
    Step step = Primitives.free(Step.from(state), owner.id(), op.session(), now);
    return Sessions.of(state, owner, op.session()) == null
        ? step.answer(new Outcome.Done())
        : end(step, op.session(), true, left).answer(new Outcome.Done());
  }

  /** A program's end, as told by who started it. */
  static Applied close(ChannelState state, Owner owner, Operation.CloseSessions op, Instant now) {
    if (op.nonce().isEmpty() || Sessions.tooLong(op.nonce())) {
      return Step.unchanged(state, new Outcome.Malformed("nonce has 1 to 128 characters."));
    }
    Comeback ended = Comeback.ended(op.exitCode(), now);
    Step step =
        Primitives.free(Step.from(state), owner.id(), SessionState.idOf(owner, op.nonce()), now);
    for (String id : state.owner(owner.id()).sessions()) {
      String nonce = state.sessions().get(id).nonce();
      if (nonce.equals(op.nonce()) || nonce.startsWith(op.nonce() + "-")) {
        step = end(Primitives.free(step, owner.id(), id, now), id, isClean(op.exitCode()), ended);
      }
    }
    boolean gone = !owner.pod() && !step.state().hasSession(owner.id());
    return (gone ? owner(step, owner.id(), false, ended) : step).answer(new Outcome.Done());
  }

  private static boolean isClean(Integer exitCode) {
    return exitCode != null && exitCode == 0;
  }

  static Applied owner(ChannelState state, Operation.EndOwner op, Instant now) {
    boolean clean = isClean(op.exitCode());
    Comeback ended = Comeback.ended(op.exitCode(), now);
    return owner(Step.from(state), op.owner(), clean, ended).answer(new Outcome.Done());
  }

  private static Step owner(Step from, String id, boolean clean, Comeback ended) {
    OwnerState owner = from.state().owner(id);
    Step step = from;
    for (String session : owner.sessions()) {
      step = end(step, session, clean, ended);
    }
    step = Primitives.free(step, id, null, ended.now());
    for (PrimitiveId primitive : owner.primitives()) {
      step = step.with(new Change.PrimitiveDropped(primitive));
    }
    for (String queue : owner.queues()) {
      step = step.with(new Change.QueueDropped(queue));
    }
    for (String event : owner.events()) {
      step = step.with(new Change.EventDropped(event));
    }
    step = step.with(step.state().withoutMarks(id));
    return step.state().owner(id).producers().isEmpty()
        ? step
        : step.with(new Change.OwnerGone(id, Sessions.millis(ended.now())));
  }

  /**
   * Ends a session.
   *
   * @param clean implicit leases are acknowledged; otherwise all is given back
   */
  private static Step end(Step from, String id, boolean clean, Comeback ended) {
    Step step = clean ? Settlements.acknowledgeImplicit(from, id, ended.now()) : from;
    List<String> rest = Settlements.held(step.state(), id, l -> true, r -> true);
    step = Settlements.giveBack(step, id, rest, ended);
    ChannelState state = step.state();
    String ownerId = state.sessions().get(id).owner().id();
    OwnerState owner = state.owner(ownerId);
    return step.with(
        state
            .withSessions(state.sessions().minus(id))
            .withOwner(ownerId, owner.withSessions(owner.sessions().minus(id))));
  }

  static Applied expire(ChannelState state, Instant now) {
    Applied ticked = Timers.tick(state, now);
    Step step = Step.from(state).and(ticked);
    if (!now.isBefore(state.passing().since().plus(GUEST_SILENCE))) {
      step = absent(silent(step, now), now);
    }
    Instant until = Sessions.millis(now).minus(REMEMBERED);
    boolean old = !state.keys().until(until).isEmpty() || !state.gone().until(until).isEmpty();
    step = old ? step.with(new Change.Expired(until)) : step;
    return step.answer(new Outcome.Done());
  }

  /** Guests with a session, of whom nothing was heard though they were listened to. */
  private static Step silent(Step from, Instant now) {
    Instant silentSince = now.minus(GUEST_SILENCE);
    Step step = from;
    for (SessionState session : from.state().sessions().values()) {
      if (!session.owner().pod() && session.seen().isBefore(silentSince)) {
        step = silent(step, session, now);
      }
    }
    return step;
  }

  /** Guests that held something before this reign, and have not come back in time. */
  private static Step absent(Step from, Instant now) {
    ChannelState state = from.state();
    Step step = from;
    for (Map.Entry<String, OwnerState> owner : state.owners().entrySet()) {
      if (Owner.isGuest(owner.getKey())) {
        for (Hold.Ref hold : owner.getValue().holds()) {
          boolean open = state.sessions().containsKey(hold.session());
          step = open ? step : Primitives.free(step, owner.getKey(), hold.session(), now);
        }
      }
    }
    return step;
  }

  /** A guest's last session takes with it what the guest made. */
  private static Step silent(Step step, SessionState session, Instant now) {
    Comeback silent =
        Comeback.because(
            "nothing was heard of its session for " + GUEST_SILENCE.toSeconds() + " s", now);
    String owner = session.owner().id();
    Step freed = Primitives.free(step, owner, session.id(), now);
    Step ended = end(freed, session.id(), false, silent);
    return ended.state().hasSession(owner) ? ended : owner(ended, owner, false, silent);
  }
}
