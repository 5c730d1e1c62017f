package dev.workerpool.channel;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What can be asked of a channel. Values only; {@link Channels#apply} decides. */
public sealed interface Operation {

  /**
   * Opens a session, or answers with the one that this owner has under this nonce.
   *
   * @param held leases to take up again after a takeover; those that can't be are answered as
   *     unknown
   */
  record OpenSession(String nonce, List<HeldLease> held) implements Operation {
    public OpenSession {
      Objects.requireNonNull(nonce);
      held = held == null ? List.of() : List.copyOf(held);
    }
  }

  /** A sign of life; leases missing from {@code held} twice in a row are given back. */
  record Heartbeat(String session, List<String> held) implements Operation {
    public Heartbeat {
      Objects.requireNonNull(session);
      held = copy(held);
    }
  }

  /** A clean exit: implicit leases are acknowledged, the others given back. */
  record CloseSession(String session) implements Operation {}

  /**
   * Whoever started a program tells how it ended: all its sessions do, as those of a pod would.
   * With the last one of a guest goes what the guest made.
   *
   * @param nonce the sessions whose own is this one, or begins with it and a hyphen
   * @param exitCode 0 acknowledges implicit leases; anything else, or null for unknown, gives back
   */
  record CloseSessions(String nonce, Integer exitCode) implements Operation {
    public CloseSessions {
      Objects.requireNonNull(nonce);
    }
  }

  /**
   * Proof that a pod has ended. Ends its sessions and what it made at run time.
   *
   * @param exitCode 0 acknowledges implicit leases; anything else, or null for unknown, gives back
   */
  record EndOwner(String owner, Integer exitCode) implements Operation {}

  /** The spec's queues and events, as they are now. The relay's own; never a caller's. */
  record Declare(Declaration declaration) implements Operation {}

  /** Drops what has outlived its time: remembered keys, producers and guests long gone. */
  record Expire() implements Operation {}

  /** What is due by now: delayed items become ready, leases with a timer end. */
  record Tick() implements Operation {}

  /** Makes a queue at run time; it goes when its creator ends. */
  record MakeQueue(String queue, QueueRules rules) implements Operation {
    public MakeQueue {
      Objects.requireNonNull(rules);
    }

    /** Nothing said but a bound; 0 is unbounded. */
    public MakeQueue(String queue, int maxSize) {
      this(queue, QueueRules.ofSize(maxSize));
    }
  }

  /** Drops a queue that was made at run time, with all that is in it. */
  record DropQueue(String queue) implements Operation {}

  record MakeEvent(String event) implements Operation {}

  /**
   * Appends a batch, all or nothing. Deduplicated by {@code source}.
   *
   * @param source null: no deduplication
   */
  record Put(String queue, Source source, List<Body> items) implements Operation {
    public Put {
      Objects.requireNonNull(queue);
      items = List.copyOf(items);
    }
  }

  /** What tells a repeated put from a new one. */
  sealed interface Source {}

  /**
   * @param seq number of the batch's first item; a batch of n uses seq … seq+n−1; starts at 1
   */
  record Sequence(String producer, long seq) implements Source {}

  /** A caller's Idempotency-Key, remembered for ten minutes. */
  record Key(String key) implements Source {}

  /**
   * Leases up to {@code max} items.
   *
   * @param attempt made by the client, the same on a retry: answered with the same items again
   * @param handle implicit mode: what (session, queue, handle) held before is acknowledged first;
   *     null for explicit acknowledgement
   * @param acks leases acknowledged first, in the same commit
   * @param then puts made in the same step as that, all or nothing; each has a {@link Sequence}
   */
  record Take(
      String queue,
      String session,
      int max,
      String attempt,
      String handle,
      List<String> acks,
      List<Put> then)
      implements Operation {
    public Take {
      Objects.requireNonNull(queue);
      Objects.requireNonNull(session);
      Objects.requireNonNull(attempt);
      acks = copy(acks);
      then = List.copyOf(then);
    }

    /** Without puts. */
    public Take(
        String queue, String session, int max, String attempt, String handle, List<String> acks) {
      this(queue, session, max, attempt, handle, acks, List.of());
    }

    /** Whether it settles nothing: then it needs no commit. */
    public boolean isBare() {
      return acks.isEmpty() && then.isEmpty() && handle == null;
    }

    /** What is left of it once its acknowledgements and puts are done. */
    public Take settled() {
      return new Take(queue, session, max, attempt, handle, List.of(), List.of());
    }
  }

  /**
   * Acknowledges, puts, and gives back; all or nothing.
   *
   * @param then puts made in the same step; each has a {@link Sequence}
   */
  record Settle(String session, List<String> acks, List<Nack> nacks, List<Put> then)
      implements Operation {
    public Settle {
      Objects.requireNonNull(session);
      acks = copy(acks);
      nacks = List.copyOf(nacks);
      then = List.copyOf(then);
    }

    /** Without puts; what is given back can be delivered at once. */
    public Settle(String session, List<String> acks, List<String> nacks) {
      this(session, acks, nacks.stream().map(Nack::of).toList(), List.of());
    }
  }

  /**
   * A lease given back.
   *
   * @param delay before its item can be delivered again
   * @param dead its item is not delivered again
   * @param reason kept with the item if it dies; may be null
   */
  record Nack(String lease, Duration delay, boolean dead, String reason) {
    static Nack of(String lease) {
      return new Nack(lease, Duration.ZERO, false, null);
    }
  }

  /**
   * Acknowledges the oldest lease that the session holds in the queue.
   *
   * @param key repeated with the same key: answered without a second acknowledgement; may be null
   */
  record TaskDone(String queue, String session, String key) implements Operation {}

  record Close(String queue, CloseMode mode) implements Operation {}

  /**
   * Drops what nobody holds.
   *
   * @param dead drops the dead-letter list instead
   */
  record Purge(String queue, boolean dead) implements Operation {
    public Purge(String queue) {
      this(queue, false);
    }
  }

  /** Makes up to {@code max} dead items ready again, in the order of their puts. */
  record Redrive(String queue, int max) implements Operation {}

  /** Reads the dead-letter list, in the order of puts. */
  record ReadDead(String queue, int max) implements Operation {}

  /**
   * @param key optional Idempotency-Key; null for none
   */
  record SetEvent(String event, String key) implements Operation {}

  /**
   * @param key optional Idempotency-Key; null for none
   */
  record ClearEvent(String event, String key) implements Operation {}

  /** Makes a primitive at run time; it goes when its creator ends. */
  record MakePrimitive(PrimitiveId id, PrimitiveRules rules) implements Operation {}

  record ReadPrimitive(PrimitiveId id) implements Operation {}

  /**
   * Waits until the lock or semaphore is free, and holds it.
   *
   * @param attempt made by the client, the same on a retry: answered with the same grant
   */
  record Acquire(String name, String session, String attempt) implements Operation {}

  /**
   * @param grant null: the session's oldest, else another's oldest, else (a Semaphore) one more
   * @param key repeated with the same key: done once
   */
  record Release(String name, String session, String grant, String key) implements Operation {}

  /**
   * Releases the condition's lock and waits to be notified.
   *
   * @param attempt made by the client, the same on a retry: the same wait goes on
   * @param grant by which the session holds the lock
   */
  record AwaitNotice(String name, String session, String attempt, String grant)
      implements Operation {}

  /** Waits at a condition no longer. */
  record GiveUp(String name, String session, String attempt) implements Operation {}

  /**
   * Notifies those who have waited longest.
   *
   * @param count null: all
   * @param key repeated with the same key: done once
   */
  record Notify(String name, String session, Integer count, String key) implements Operation {}

  /**
   * Waits until all parties of a barrier have come.
   *
   * @param attempt made by the client, the same on a retry: the same wait goes on
   * @param last it waits no longer: either all have come by now, or the barrier breaks
   */
  record AwaitOthers(String name, String session, String attempt, boolean last)
      implements Operation {}

  /** Breaks a barrier, or makes it whole again; who waits there is told that it broke. */
  record ChangeBarrier(String name, boolean broken) implements Operation {}

  /** These owners get no further items. The operator's. */
  record Retire(List<String> owners) implements Operation {
    public Retire {
      owners = List.copyOf(owners);
    }
  }

  /**
   * That owner's sessions are told, with their next heartbeats, to kill themselves. The operator's.
   */
  record Kill(String owner) implements Operation {}

  record Stats(String queue) implements Operation {}

  /** All queues and events. */
  record ListAll() implements Operation {}

  /** Waits until nothing of the queue is unfinished. */
  record Join(String queue) implements Operation {}

  record Peek(String queue, int max) implements Operation {}

  /**
   * Waits until the event is set, or (with {@code after}) has been set more often than that.
   *
   * @param after null: only the present value counts
   */
  record ReadEvent(String event, Long after) implements Operation {}

  private static List<String> copy(List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
