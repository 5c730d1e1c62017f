package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How sessions and owners end, and what outlives its time. */
final class Endings {
  static final Duration REMEMBERED = Duration.ofMinutes(10);
  static final Duration GUEST_SILENCE = Duration.ofSeconds(30);

  private Endings() {}

  /** A clean exit. A session that isn't there has ended already. */
  static Applied close(ChannelState state, Owner owner, Operation.CloseSession op, Instant now) {
    Comeback left = Comeback.because("its session was closed", now);
    return Sessions.of(state, owner, op.session()) == null
        ? Step.unchanged(state, new Outcome.Done())
        : end(Step.from(state), op.session(), true, left).answer(new Outcome.Done());
  }

  static Applied owner(ChannelState state, Operation.EndOwner op, Instant now) {
    boolean clean = op.exitCode() != null && op.exitCode() == 0;
    Comeback ended = Comeback.ended(op.exitCode(), now);
    return owner(Step.from(state), op.owner(), clean, ended).answer(new Outcome.Done());
  }

  private static Step owner(Step from, String id, boolean clean, Comeback ended) {
    OwnerState owner = from.state().owner(id);
    Step step = from;
    for (String session : owner.sessions()) {
      step = end(step, session, clean, ended);
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
    Instant silentSince = now.minus(GUEST_SILENCE);
    for (SessionState session : ticked.state().sessions().values()) {
      if (!session.owner().pod() && session.seen().isBefore(silentSince)) {
        step = silent(step, session, now);
      }
    }
    Instant until = Sessions.millis(now).minus(REMEMBERED);
    boolean old = !state.keys().until(until).isEmpty() || !state.gone().until(until).isEmpty();
    step = old ? step.with(new Change.Expired(until)) : step;
    return step.answer(new Outcome.Done());
  }

  /** A guest's last session takes with it what the guest made. */
  private static Step silent(Step step, SessionState session, Instant now) {
    Comeback silent =
        Comeback.because(
            "nothing was heard of its session for " + GUEST_SILENCE.toSeconds() + " s", now);
    Step ended = end(step, session.id(), false, silent);
    String owner = session.owner().id();
    return ended.state().hasSession(owner) ? ended : owner(ended, owner, false, silent);
  }
}
