package dev.workerpool.http;

import dev.workerpool.api.wire.AcquireReply;
import dev.workerpool.api.wire.BarrierReply;
import dev.workerpool.api.wire.BarrierWaitReply;
import dev.workerpool.api.wire.ConditionReply;
import dev.workerpool.api.wire.ConditionWaitReply;
import dev.workerpool.api.wire.Holder;
import dev.workerpool.api.wire.KillReply;
import dev.workerpool.api.wire.NotifyReply;
import dev.workerpool.api.wire.ReleaseReply;
import dev.workerpool.api.wire.RetireReply;
import dev.workerpool.api.wire.SemaphoreReply;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.PrimitiveValue;

/** What is sent back about locks, semaphores, conditions and barriers; and to the operator. */
final class PrimitiveOutcomes {
  private PrimitiveOutcomes() {}

  /** The message; null for an outcome of another kind. */
  static Object message(Outcome outcome) {
    if (outcome instanceof Outcome.PrimitiveIs o) {
      return value(o.value());
    } else if (outcome instanceof Outcome.Granted o) {
      return new AcquireReply(o.grant(), o.value());
    } else if (outcome instanceof Outcome.Released o) {
      return new ReleaseReply(o.value());
    } else if (outcome instanceof Outcome.Notice o) {
      return new ConditionWaitReply(o.notified());
    } else if (outcome instanceof Outcome.Notified o) {
      return new NotifyReply(o.waiters());
    } else if (outcome instanceof Outcome.Crossed o) {
      return new BarrierWaitReply(o.index());
    } else if (outcome instanceof Outcome.Retired o) {
      return new RetireReply(o.idle(), o.busy());
    } else if (outcome instanceof Outcome.Killed o) {
      return new KillReply(o.sessions());
    }
    return null;
  }

  private static Object value(PrimitiveValue v) {
    switch (v.rules().kind().family()) {
      case CONDITION:
        return new ConditionReply(v.name(), v.rules().lock(), v.holders().size());
      case BARRIER:
        return new BarrierReply(v.name(), v.rules().number(), v.holders().size(), v.broken());
      default:
        return new SemaphoreReply(
            v.name(),
            v.rules().kind().wire(),
            v.free(),
            v.rules().number(),
            v.holders().stream().map(h -> new Holder(h.pod(), null, h.since())).toList());
    }
  }
}
