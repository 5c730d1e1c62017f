package dev.workerpool.channel;

import java.time.Instant;

/** Waiting for each other. */
final class Barriers {
  private Barriers() {}

  /**
   * Waits; the last to come lets all of them go. Asked again with the same attempt it goes on; and
   * asked for the last time, who has not passed breaks the barrier for all.
   */
  static Applied await(ChannelState state, Owner owner, Operation.AwaitOthers op, Instant now) {
    PrimitiveId id = PrimitiveId.barrier(op.name());
    Outcome refusal = Primitives.refused(state, owner, id, op.session(), op.attempt());
    if (refusal != null) {
      return Step.unchanged(state, refusal);
    }
    String key = Primitives.waiterKey(id, op.session(), op.attempt());
    if (state.keys().contains(key)) {
      return Step.unchanged(state, answer(op.name(), state.keys().answer(key)));
    }
    Primitive barrier = state.primitives().get(id);
    if (barrier.broken()) {
      return Step.unchanged(state, new Outcome.BarrierBroken(op.name()));
    }
    Step step = Step.from(state);
    if (barrier.of(op.session(), op.attempt()) == null) {
      step =
          step.with(new Change.Held(id, op.session(), owner, op.attempt(), Sessions.millis(now)));
    }
    int parties = barrier.rules().number();
    if (step.state().primitives().get(id).holds().size() >= parties) {
      step = step.with(new Change.Woken(id, parties, Sessions.millis(now), 0));
      // Where the spec has lowered the parties, more may have waited than go now.
      if (step.state().keys().contains(key)) {
        return step.answer(answer(op.name(), step.state().keys().answer(key)));
      }
    }
    return op.last()
        ? broken(step, id, now).answer(new Outcome.BarrierBroken(op.name()))
        : step.answer(new Outcome.Empty());
  }

  /** Places are remembered from 1. */
  private static Outcome answer(String name, long answer) {
    return answer > 0 ? new Outcome.Crossed((int) answer - 1) : new Outcome.BarrierBroken(name);
  }

  /** Breaks it, or makes it whole again; who waits is told that it broke. */
  static Applied change(ChannelState state, Operation.ChangeBarrier op, Instant now) {
    PrimitiveId id = PrimitiveId.barrier(op.name());
    if (state.primitives().get(id) == null) {
      return Step.unchanged(state, Primitives.none(id));
    }
    Step step = woken(Step.from(state), id, now);
    Primitive barrier = step.state().primitives().get(id);
    step = barrier.broken() == op.broken() ? step : step.with(Primitives.set(barrier, op.broken()));
    return step.answer(new Outcome.PrimitiveIs(step.state().primitives().get(id).value()));
  }

  /** Somebody who waited there has ended: the others would wait for ever. */
  static Step broken(Step from, PrimitiveId id, Instant now) {
    Step step = woken(from, id, now);
    Primitive barrier = step.state().primitives().get(id);
    return barrier.broken() ? step : step.with(Primitives.set(barrier, true));
  }

  private static Step woken(Step step, PrimitiveId id, Instant now) {
    int waiting = step.state().primitives().get(id).holds().size();
    return waiting == 0
        ? step
        : step.with(new Change.Woken(id, waiting, Sessions.millis(now), Primitives.BROKEN));
  }
}
