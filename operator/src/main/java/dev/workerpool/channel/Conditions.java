package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;

/** Waiting and notifying under a lock. */
final class Conditions {
  private Conditions() {}

  /** Releases the lock and waits, in one step; asked again with the same attempt it goes on. */
  static Applied await(ChannelState state, Owner owner, Operation.AwaitNotice op, Instant now) {
    PrimitiveId id = PrimitiveId.condition(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.attempt());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    String key = Primitives.waiterKey(id, op.session(), op.attempt());
    if (state.keys().contains(key)) {
      return Step.unchanged(state, notice(state, key));
    }
    Primitive condition = state.primitives().get(id);
    if (condition.of(op.session(), op.attempt()) != null) {
      return Step.unchanged(state, new Outcome.Empty());
    }
    Primitive lock = lockOf(state, condition);
    Long grant = Semaphores.number(op.grant());
    if (lock == null || !lock.isHeldBy(op.session(), grant)) {
      return Step.unchanged(state, new Outcome.LockNotHeld(condition.rules().lock()));
    }
    Step step =
        Step.from(state)
            .with(new Change.Held(id, op.session(), owner, op.attempt(), Sessions.millis(now)));
    return Semaphores.freed(step, lock, grant).answer(new Outcome.Empty());
  }

  private static Primitive lockOf(ChannelState state, Primitive condition) {
    return state.primitives().get(PrimitiveId.semaphore(condition.rules().lock()));
  }

  private static Outcome notice(ChannelState state, String key) {
    return new Outcome.Notice(state.keys().answer(key) == Primitives.NOTIFIED);
  }

  /**
   * It waits no longer; it may have been notified just before. Where its request never came, that
   * must not come later, and release a lock that is believed to be held.
   */
  static Applied giveUp(ChannelState state, Owner owner, Operation.GiveUp op, Instant now) {
    PrimitiveId id = PrimitiveId.condition(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.attempt());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    String key = Primitives.waiterKey(id, op.session(), op.attempt());
    Long number = state.primitives().get(id).of(op.session(), op.attempt());
    if (number == null && state.keys().contains(key)) {
      boolean never = state.keys().answer(key) == Primitives.NEVER_CAME;
      return Step.unchanged(state, never ? neverCame(id) : notice(state, key));
    }
    long end = number == null ? Primitives.NEVER_CAME : Primitives.GIVEN_UP;
    Step step = Step.from(state);
    step = number == null ? step : step.with(new Change.Freed(id, List.of(number)));
    return step.with(new Change.KeySeen(key, Sessions.millis(now), end))
        .answer(number == null ? neverCame(id) : new Outcome.Notice(false));
  }

  private static Outcome neverCame(PrimitiveId id) {
    return new Outcome.NotFound("Nobody waits at " + id + " by this attempt.");
  }

  static Applied wake(ChannelState state, Owner owner, Operation.Notify op, Instant now) {
    PrimitiveId id = PrimitiveId.condition(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.key());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    String key = Texts.fingerprint("notify", owner.id(), op.name(), op.session(), op.key());
    if (state.keys().contains(key)) {
      return Step.unchanged(state, new Outcome.Notified((int) state.keys().answer(key)));
    }
    Primitive condition = state.primitives().get(id);
    Primitive lock = lockOf(state, condition);
    if (lock == null || lock.oldestOf(op.session()) == null) {
      return Step.unchanged(state, new Outcome.LockNotHeld(condition.rules().lock()));
    }
    int waiting = condition.holds().size();
    int count = op.count() == null ? waiting : Math.min(op.count(), waiting);
    Instant at = Sessions.millis(now);
    Step step = Step.from(state);
    step = count == 0 ? step : step.with(new Change.Woken(id, count, at, Primitives.NOTIFIED));
    return step.with(new Change.KeySeen(key, at, count)).answer(new Outcome.Notified(count));
  }
}
