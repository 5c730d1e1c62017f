package dev.workerpool.http;

import dev.workerpool.api.wire.AcquireRequest;
import dev.workerpool.api.wire.BarrierMakeRequest;
import dev.workerpool.api.wire.BarrierWaitRequest;
import dev.workerpool.api.wire.ConditionMakeRequest;
import dev.workerpool.api.wire.ConditionWaitRequest;
import dev.workerpool.api.wire.KillRequest;
import dev.workerpool.api.wire.NotifyRequest;
import dev.workerpool.api.wire.ReleaseRequest;
import dev.workerpool.api.wire.RetireRequest;
import dev.workerpool.api.wire.SemaphoreMakeRequest;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.PrimitiveId;
import dev.workerpool.channel.PrimitiveKind;
import dev.workerpool.channel.PrimitiveRules;

/**
 * From a call about a lock, semaphore, condition or barrier to its operation; the operator's too.
 */
final class PrimitiveOperations {
  private PrimitiveOperations() {}

  static Operation makeSemaphore(Call call) {
    SemaphoreMakeRequest message = Requests.message(call, SemaphoreMakeRequest.class);
    PrimitiveKind kind =
        PrimitiveKind.of(message.kind())
            .filter(k -> k.family() == PrimitiveKind.Family.SEMAPHORE)
            .orElseThrow(
                () -> Requests.malformed("kind: is Lock, RLock, Semaphore or BoundedSemaphore"));
    return new Operation.MakePrimitive(
        PrimitiveId.semaphore(name(call)), PrimitiveRules.of(kind, message.value()));
  }

  static Operation semaphore(Call call) {
    return new Operation.ReadPrimitive(PrimitiveId.semaphore(name(call)));
  }

  static Operation acquire(Call call) {
    AcquireRequest message = Requests.message(call, AcquireRequest.class);
    return new Operation.Acquire(name(call), message.session(), message.attempt());
  }

  static Operation release(Call call) {
    ReleaseRequest message = Requests.message(call, ReleaseRequest.class);
    return new Operation.Release(name(call), message.session(), message.grant(), message.key());
  }

  static Operation makeCondition(Call call) {
    String lock = Requests.message(call, ConditionMakeRequest.class).lock();
    return new Operation.MakePrimitive(
        PrimitiveId.condition(name(call)), PrimitiveRules.condition(lock));
  }

  static Operation condition(Call call) {
    return new Operation.ReadPrimitive(PrimitiveId.condition(name(call)));
  }

  static Operation awaitNotice(Call call) {
    ConditionWaitRequest message = Requests.message(call, ConditionWaitRequest.class);
    return new Operation.AwaitNotice(
        name(call), message.session(), message.attempt(), message.grant());
  }

  static Operation giveUp(Call call) {
    String session =
        call.parameter("session").orElseThrow(() -> Requests.malformed("session: is required"));
    return new Operation.GiveUp(name(call), session, call.segment("attempt"));
  }

  static Operation wake(Call call) {
    NotifyRequest message = Requests.message(call, NotifyRequest.class);
    return new Operation.Notify(name(call), message.session(), message.count(), message.key());
  }

  static Operation makeBarrier(Call call) {
    int parties = Requests.message(call, BarrierMakeRequest.class).parties();
    return new Operation.MakePrimitive(
        PrimitiveId.barrier(name(call)), PrimitiveRules.of(PrimitiveKind.BARRIER, parties));
  }

  static Operation barrier(Call call) {
    return new Operation.ReadPrimitive(PrimitiveId.barrier(name(call)));
  }

  static Operation awaitOthers(Call call) {
    BarrierWaitRequest message = Requests.message(call, BarrierWaitRequest.class);
    return new Operation.AwaitOthers(
        name(call), message.session(), message.attempt(), Boolean.TRUE.equals(message.last()));
  }

  static Operation abort(Call call) {
    return new Operation.ChangeBarrier(name(call), true);
  }

  static Operation reset(Call call) {
    return new Operation.ChangeBarrier(name(call), false);
  }

  static Operation retire(Call call) {
    return new Operation.Retire(Requests.message(call, RetireRequest.class).pods());
  }

  static Operation kill(Call call) {
    return new Operation.Kill(Requests.message(call, KillRequest.class).pod());
  }

  private static String name(Call call) {
    return call.segment("name");
  }
}
