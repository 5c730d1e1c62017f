package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;

/** Making primitives, reading them, and freeing what somebody held who has ended. */
final class Primitives {
  /** An answer that a waiter is remembered with: notified; the barrier broke; it has given up. */
  static final long NOTIFIED = 1;

  static final long BROKEN = -1;
  static final long GIVEN_UP = -2;

  /** Answer of a waiter's key: it was given up before its request came, if it ever will. */
  static final long NEVER_CAME = -3;

  private Primitives() {}

  static Outcome.NotFound none(PrimitiveId id) {
    return new Outcome.NotFound("There is no " + id + " in this channel.");
  }

  /** By which a waiter's answer is remembered after it was woken. */
  static String waiterKey(PrimitiveId id, String session, String attempt) {
    return Texts.fingerprint("waited", id.family().word(), id.name(), session, attempt);
  }

  /** Why that session can't ask for that; null when it can. */
  static Outcome refused(
      ChannelState state, Owner owner, PrimitiveId id, String session, String attempt) {
    if (state.primitives().get(id) == null) {
      return none(id);
    } else if (Sessions.of(state, owner, session) == null) {
      return new Outcome.SessionUnknown(session);
    }
    return attempt.isEmpty() || Sessions.tooLong(attempt)
        ? new Outcome.Malformed("attempt and key have 1 to 128 characters.")
        : null;
  }

  static Applied make(ChannelState state, Owner owner, Operation.MakePrimitive op) {
    String fault = Names.valid(op.id().name()) ? op.rules().fault() : "A name is not valid.";
    if (fault != null) {
      return Step.unchanged(state, new Outcome.Malformed(fault));
    }
    Primitive there = state.primitives().get(op.id());
    if (there != null) {
      return Step.unchanged(
          state,
          there.rules().equals(op.rules())
              ? new Outcome.QueueMade(false)
              : new Outcome.ExistsDifferently(
                  "The " + op.id() + " is there as " + there.rules().said() + "."));
    }
    String lock = op.rules().lock();
    boolean lockless = lock != null && !state.primitives().containsKey(PrimitiveId.semaphore(lock));
    Outcome refusal =
        lockless
            ? none(PrimitiveId.semaphore(lock))
            : Queues.noRoom(state, Weights.primitive(owner.id()));
    return refusal != null
        ? Step.unchanged(state, refusal)
        : Step.from(state)
            .with(set(op.id(), op.rules(), new Primitive.Standing(false, owner.id()), 0, false))
            .answer(new Outcome.QueueMade(true));
  }

  static Outcome read(ChannelState state, Operation.ReadPrimitive op) {
    Primitive primitive = state.primitives().get(op.id());
    return primitive == null ? none(op.id()) : new Outcome.PrimitiveIs(primitive.value());
  }

  static Change.PrimitiveSet set(
      PrimitiveId id,
      PrimitiveRules rules,
      Primitive.Standing standing,
      long surplus,
      boolean broken) {
    return new Change.PrimitiveSet(
        id, rules, standing.declared(), standing.creator(), surplus, broken);
  }

  /** The same primitive, broken or whole again. */
  static Change.PrimitiveSet set(Primitive p, boolean broken) {
    return set(p.id(), p.rules(), p.standing(), p.surplus(), broken);
  }

  /**
   * Frees what an owner holds. A barrier where it waited is broken.
   *
   * @param session null: all of the owner's sessions
   */
  static Step free(Step from, String owner, String session, Instant now) {
    Step step = from;
    for (Hold.Ref ref : from.state().owner(owner).holds()) {
      boolean meant = session == null || session.equals(ref.session());
      Primitive there = meant ? step.state().primitives().get(ref.id()) : null;
      if (there != null && there.holds().containsKey(ref.number())) {
        step = step.with(new Change.Freed(ref.id(), List.of(ref.number())));
        step =
            there.rules().kind() == PrimitiveKind.BARRIER
                ? Barriers.broken(step, ref.id(), now)
                : step;
      }
    }
    return step;
  }
}
