package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;

/**
 * What an operation changed for good: folded into the state now, and again at recovery, with the
 * same result. Leases and sessions are no part of it, but for a clean hand-over.
 */
public sealed interface Change {

  /**
   * A batch was put.
   *
   * @param producer null without deduplication by number
   */
  record Stored(String queue, String producer, long seq, Owner owner, Instant at, List<Body> items)
      implements Change {}

  record Acked(String queue, List<Long> positions) implements Change {}

  /**
   * Delivered and come back: one more delivery each.
   *
   * @param notBefore not delivered again before; null for at once
   */
  record Returned(String queue, List<Long> positions, Instant notBefore) implements Change {}

  /**
   * Delivered, come back, and not to be delivered again.
   *
   * @param exitCode of the process that held them; may be null
   */
  record Died(String queue, List<Long> positions, Instant at, String reason, Integer exitCode)
      implements Change {}

  /** Dead items are ready again, as if never delivered. */
  record Redriven(String queue, List<Long> positions) implements Change {}

  /**
   * What nobody held was dropped.
   *
   * @param below only items before this position
   * @param kept positions that were leased and stay
   */
  record Purged(String queue, long below, List<Long> kept) implements Change {}

  /** The dead-letter list was dropped. */
  record DeadPurged(String queue) implements Change {}

  /**
   * A queue was made, or its settings changed.
   *
   * @param specClosed what the spec said about closing; null for nothing
   */
  record QueueSet(
      String queue,
      QueueRules rules,
      boolean declared,
      String creator,
      CloseMode closed,
      CloseMode specClosed)
      implements Change {}

  record QueueDropped(String queue) implements Change {}

  record EventSet(String event, boolean set, long count, boolean declared, String creator)
      implements Change {}

  record EventDropped(String event) implements Change {}

  /**
   * A primitive was made, or its settings changed.
   *
   * @param surplus releases without an acquire
   */
  record PrimitiveSet(
      PrimitiveId id,
      PrimitiveRules rules,
      boolean declared,
      String creator,
      long surplus,
      boolean broken)
      implements Change {}

  record PrimitiveDropped(PrimitiveId id) implements Change {}

  /** A session holds a lock or semaphore, or waits at a condition or barrier. */
  record Held(PrimitiveId id, String session, Owner owner, String attempt, Instant at)
      implements Change {}

  /**
   * Some hold or wait no longer.
   *
   * @param numbers of their holds
   */
  record Freed(PrimitiveId id, List<Long> numbers) implements Change {}

  /**
   * Those who waited first wait no longer, and are remembered with an answer.
   *
   * @param answer 0: their place, from 1
   */
  record Woken(PrimitiveId id, int count, Instant at, long answer) implements Change {}

  /**
   * An Idempotency-Key was used.
   *
   * @param key its fingerprint
   * @param answer what a repeat is answered, as a number; 0 where there is nothing to tell
   */
  record KeySeen(String key, Instant at, long answer) implements Change {
    KeySeen(String key, Instant at) {
      this(key, at, 0);
    }
  }

  record OwnerGone(String owner, Instant at) implements Change {}

  /** Keys, and producers gone, at or before that time were forgotten. */
  record Expired(Instant until) implements Change {}
}
