package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;

/** Acquiring and releasing locks and semaphores. */
final class Semaphores {
  private Semaphores() {}

  /** The same attempt gets the same grant. */
  static Applied acquire(ChannelState state, Owner owner, Operation.Acquire op, Instant now) {
    PrimitiveId id = PrimitiveId.semaphore(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.attempt());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    Primitive semaphore = state.primitives().get(id);
    Long before = semaphore.of(op.session(), op.attempt());
    if (before != null) {
      return Step.unchanged(state, granted(before, semaphore));
    }
    SessionState session = state.sessions().get(op.session());
    if (session.settled().get(spent(id, op.attempt())) != null) {
      // A copy of a request that was late: nobody would ever release what it got.
      return Step.unchanged(
          state, new Outcome.Malformed("What this attempt acquired was released already."));
    } else if (semaphore.free() == 0) {
      return Step.unchanged(state, new Outcome.Empty());
    }
    long number = state.counters().nextPosition();
    Step step =
        Step.from(state)
            .with(new Change.Held(id, op.session(), owner, op.attempt(), Sessions.millis(now)));
    return step.answer(granted(number, step.state().primitives().get(id)));
  }

  private static Outcome granted(long number, Primitive semaphore) {
    return new Outcome.Granted(Long.toString(number), semaphore.free());
  }

  private static String spent(PrimitiveId id, String attempt) {
    return "acquire " + id.name() + " " + attempt;
  }

  static Applied release(ChannelState state, Owner owner, Operation.Release op, Instant now) {
    PrimitiveId id = PrimitiveId.semaphore(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.key());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    Primitive semaphore = state.primitives().get(id);
    String key = Texts.fingerprint("release", owner.id(), op.name(), op.session(), op.key());
    if (state.keys().contains(key)) {
      return Step.unchanged(state, new Outcome.Released(semaphore.free()));
    }
    Long number = released(semaphore, op);
    boolean surplus = number == null && op.grant() == null;
    if (number == null && !(surplus && semaphore.rules().kind() == PrimitiveKind.SEMAPHORE)) {
      return Step.unchanged(state, new Outcome.SurplusRelease(op.name()));
    }
    Step step =
        number == null
            ? Step.from(state).with(oneMore(semaphore))
            : freed(Step.from(state), semaphore, number);
    step = step.with(new Change.KeySeen(key, Sessions.millis(now)));
    return step.answer(new Outcome.Released(step.state().primitives().get(id).free()));
  }

  private static Change oneMore(Primitive p) {
    return Primitives.set(p.id(), p.rules(), p.standing(), p.surplus() + 1, p.broken());
  }

  /**
   * What is released: the grant named, the session's oldest, another's oldest; null for nothing.
   */
  private static Long released(Primitive semaphore, Operation.Release op) {
    boolean owned = semaphore.rules().kind() == PrimitiveKind.RLOCK;
    if (op.grant() != null) {
      Long named = number(op.grant());
      boolean may = !owned || semaphore.isHeldBy(op.session(), named);
      return named != null && semaphore.holds().containsKey(named) && may ? named : null;
    }
    Long own = semaphore.oldestOf(op.session());
    boolean others = own == null && !owned && !semaphore.holds().isEmpty();
    return others ? semaphore.holds().firstKey() : own;
  }

  /** The number that a grant's text stands for; null when it is none. */
  static Long number(String grant) {
    return grant.matches("[0-9]{1,18}") ? Long.valueOf(grant) : null;
  }

  /** Without that hold, whose attempt gets nothing any more. */
  static Step freed(Step from, Primitive semaphore, long number) {
    Hold hold = semaphore.holds().get(number);
    Step step = from.with(new Change.Freed(semaphore.id(), List.of(number)));
    SessionState session = step.state().sessions().get(hold.session());
    String spent = spent(semaphore.id(), hold.attempt());
    return session == null
        ? step
        : step.with(step.state().withSession(session.remembering(List.of(spent), true)));
  }
}
