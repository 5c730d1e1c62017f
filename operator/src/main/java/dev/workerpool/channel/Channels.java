package dev.workerpool.channel;

import java.time.Instant;

/** What operations do to a channel: pure, total, O(log n) but for listings and endings. */
public final class Channels {
  private Channels() {}

  /**
   * Applies one request.
   *
   * @param now the time given, never earlier than before; kept in milliseconds
   */
  public static Applied apply(ChannelState state, Request request, Instant now) {
    Operation operation = request.operation();
    Owner owner = request.owner();
    if (operation instanceof Operation.Put op) {
      return Puts.put(state, owner, op, now);
    } else if (operation instanceof Operation.Take op) {
      return Takes.take(state, owner, op, now);
    } else if (operation instanceof Operation.Settle op) {
      return Settlements.settle(state, owner, op, now);
    } else if (operation instanceof Operation.TaskDone op) {
      return Settlements.taskDone(state, owner, op, now);
    } else if (operation instanceof Operation.Heartbeat op) {
      return Sessions.heartbeat(state, owner, op, now);
    } else if (operation instanceof Operation.OpenSession op) {
      return Sessions.open(state, owner, op, now);
    } else if (operation instanceof Operation.CloseSession op) {
      return Endings.close(state, owner, op, now);
    } else if (operation instanceof Operation.CloseSessions op) {
      return Endings.close(state, owner, op, now);
    } else if (operation instanceof Operation.EndOwner op) {
      return Endings.owner(state, op, now);
    } else if (operation instanceof Operation.Tick) {
      return Timers.tick(state, now);
    } else if (operation instanceof Operation.Expire) {
      return Endings.expire(state, now);
    }
    return applyToNames(state, owner, operation, now);
  }

  private static Applied applyToNames(
      ChannelState state, Owner owner, Operation operation, Instant now) {
    if (operation instanceof Operation.MakeQueue op) {
      return Queues.make(state, owner, op);
    } else if (operation instanceof Operation.DropQueue op) {
      return Queues.drop(state, owner, op);
    } else if (operation instanceof Operation.Redrive op) {
      return Queues.redrive(state, op);
    } else if (operation instanceof Operation.Close op) {
      return Queues.close(state, op);
    } else if (operation instanceof Operation.Purge op) {
      return Queues.purge(state, op);
    } else if (operation instanceof Operation.Declare op) {
      return Declarations.declare(state, op.declaration());
    } else if (operation instanceof Operation.MakeEvent op) {
      return Events.make(state, owner, op);
    } else if (operation instanceof Operation.SetEvent op) {
      return Events.change(state, owner, op.event(), op.key(), true, now);
    } else if (operation instanceof Operation.ClearEvent op) {
      return Events.change(state, owner, op.event(), op.key(), false, now);
    }
    return applyToPrimitives(state, owner, operation, now);
  }

  private static Applied applyToPrimitives(
      ChannelState state, Owner owner, Operation operation, Instant now) {
    if (operation instanceof Operation.Acquire op) {
      return Semaphores.acquire(state, owner, op, now);
    } else if (operation instanceof Operation.Release op) {
      return Semaphores.release(state, owner, op, now);
    } else if (operation instanceof Operation.AwaitNotice op) {
      return Conditions.await(state, owner, op, now);
    } else if (operation instanceof Operation.GiveUp op) {
      return Conditions.giveUp(state, owner, op, now);
    } else if (operation instanceof Operation.Notify op) {
      return Conditions.wake(state, owner, op, now);
    } else if (operation instanceof Operation.AwaitOthers op) {
      return Barriers.await(state, owner, op, now);
    } else if (operation instanceof Operation.ChangeBarrier op) {
      return Barriers.change(state, op, now);
    } else if (operation instanceof Operation.MakePrimitive op) {
      return Primitives.make(state, owner, op);
    } else if (operation instanceof Operation.Retire op) {
      return Sessions.retire(state, op);
    } else if (operation instanceof Operation.Kill op) {
      return Sessions.kill(state, op);
    }
    return Step.unchanged(state, Reads.read(state, operation));
  }

  /** Folds a change that was stored before: recovery. */
  public static ChannelState fold(ChannelState state, Change change) {
    return Fold.fold(state, change);
  }

  static Outcome.NotFound noQueue(String name) {
    return new Outcome.NotFound("There is no queue " + name + " in this channel.");
  }

  static Outcome.NotFound noEvent(String name) {
    return new Outcome.NotFound("There is no event " + name + " in this channel.");
  }
}
