package dev.workerpool.channel;

import java.util.List;

/** What an operation came to: a value, or a {@link Refusal}. */
public sealed interface Outcome {

  /** Done, and nothing more to tell. */
  record Done() implements Outcome {}

  /**
   * @param unknown leases that were said to be held and could not be taken up
   */
  record SessionOpened(String session, List<String> unknown) implements Outcome {}

  /**
   * @param unknown leases that were said to be held and are not
   * @param kill the process is to kill itself
   */
  record Alive(List<String> unknown, boolean kill) implements Outcome {}

  /**
   * @param created false: it was there already, just so
   */
  record QueueMade(boolean created) implements Outcome {}

  /**
   * @param duplicate true: this put had been stored before
   */
  record Stored(boolean duplicate) implements Outcome {}

  /** At least one item. */
  record Taken(List<Delivery> items) implements Outcome {}

  /** Nothing to take, within the time given. */
  record Empty() implements Outcome {}

  record Purged(long items) implements Outcome {}

  record Redriven(long items) implements Outcome {}

  record DeadLetters(List<DeadLetter> items) implements Outcome {}

  record StatsOf(QueueStats stats) implements Outcome {}

  record Listed(List<QueueStats> queues, List<EventValue> events) implements Outcome {}

  record PrimitiveIs(PrimitiveValue value) implements Outcome {}

  /**
   * @param grant what is released later
   * @param value how many more could acquire it
   */
  record Granted(String grant, int value) implements Outcome {}

  /**
   * @param value how many could acquire it now
   */
  record Released(int value) implements Outcome {}

  /** Whether a waiter at a condition was notified. */
  record Notice(boolean notified) implements Outcome {}

  record Notified(int waiters) implements Outcome {}

  /**
   * All parties have come.
   *
   * @param index different for each, from 0
   */
  record Crossed(int index) implements Outcome {}

  /** Which of the retired owners hold no item, and which do. */
  record Retired(List<String> idle, List<String> busy) implements Outcome {}

  record Killed(int sessions) implements Outcome {}

  /** 0: joined. More: not within the time given. */
  record Unfinished(long items) implements Outcome {}

  record Peeked(List<Delivery> items) implements Outcome {}

  /**
   * @param created only for {@link Operation.MakeEvent}: it had not been there
   */
  record EventIs(EventValue value, boolean created) implements Outcome {}

  /** Why not. Nothing has changed, unless a refusal says otherwise. */
  sealed interface Refusal extends Outcome {
    /** One sentence for a person. */
    String detail();
  }

  /** The request makes no sense: 400. */
  record Malformed(String detail) implements Refusal {}

  /** More items than the queue, or any batch, may hold: 400. */
  record BatchTooLarge(String detail) implements Refusal {}

  /** An item is larger than an item may be: 413. */
  record TooLarge(String detail) implements Refusal {}

  /** The caller may not do this here: 403. */
  record Forbidden(String detail) implements Refusal {}

  /** No such channel, queue or event: 404. */
  record NotFound(String detail) implements Refusal {}

  /** Open the session again (with the same nonce and what is held): 404. */
  record SessionUnknown(String session) implements Refusal {
    @Override
    public String detail() {
      return "No session " + session + " of this caller; open it again, saying what it holds.";
    }
  }

  /**
   * Leases that this session doesn't hold (any more): 409. Nothing was acknowledged.
   *
   * @param gone those of {@code leases} whose item no longer exists
   */
  record LeaseLost(List<String> leases, List<String> gone) implements Refusal {
    @Override
    public String detail() {
      return leases.size() + " lease(s) are not held by this session; nothing was settled.";
    }
  }

  /**
   * Earlier puts of this producer are missing: 409.
   *
   * @param expected the number that comes next
   */
  record SequenceGap(String queue, long expected) implements Refusal {
    @Override
    public String detail() {
      return "The next sequence number of this producer in this queue is " + expected + ".";
    }
  }

  /** A queue of this name is there, with another bound: 409. */
  record ExistsDifferently(String detail) implements Refusal {}

  /** task_done without anything held: 409. */
  record SurplusTaskDone(String queue) implements Refusal {
    @Override
    public String detail() {
      return "task_done() called too many times: this session holds nothing of " + queue + ".";
    }
  }

  /** Nothing to release: 409. */
  record SurplusRelease(String name) implements Refusal {
    @Override
    public String detail() {
      return "Nothing of " + name + " is held that this session could release.";
    }
  }

  /** Only who holds the lock may do this: 409. */
  record LockNotHeld(String lock) implements Refusal {
    @Override
    public String detail() {
      return "This session does not hold lock " + lock + ".";
    }
  }

  /** Somebody gave up, ended, or broke it: 409. */
  record BarrierBroken(String barrier) implements Refusal {
    @Override
    public String detail() {
      return "Barrier " + barrier + " is broken.";
    }
  }

  /** Somebody else still uses it: 409. */
  record InUse(String detail) implements Refusal {}

  /** The queue is closed (for takers: and drained): 410. */
  record Closed(String queue) implements Refusal {
    @Override
    public String detail() {
      return "Queue " + queue + " is closed.";
    }
  }

  /** The pool that the channel belonged to is gone, or refers to another's channel now: 410. */
  record ChannelGone(String detail) implements Refusal {
    public static ChannelGone of(String pool) {
      return new ChannelGone(
          "Pool " + pool + " was deleted, and its channel with it; or it uses another pool's now.");
    }
  }

  /** No room within the time given: 429. The put used no sequence number. */
  record Full(String queue, int maxSize) implements Refusal {
    @Override
    public String detail() {
      return "Queue " + queue + " holds its maximum of " + maxSize + " items.";
    }
  }

  /**
   * Too much waits already: 429.
   *
   * @param seconds when it is worth asking again
   */
  record Overloaded(String detail, int seconds) implements Refusal {
    public Overloaded(String detail) {
      this(detail, 1);
    }
  }

  /** Another relay serves this channel, or none does: 503. */
  record NotLeader(String detail) implements Refusal {}

  /** This relay is about to serve the channel: 503. */
  record Recovering(String detail) implements Refusal {}

  /** It may or may not have happened; repeat with the same number or key: 504. */
  record OutcomeUnknown(String detail) implements Refusal {}

  /** The channel has no room for more bytes, or more queues: 507. */
  record ByteQuota(String detail) implements Refusal {}
}
