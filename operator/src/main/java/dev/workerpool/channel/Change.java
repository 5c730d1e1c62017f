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

  /** Delivered and come back: one more delivery each. */
  record Returned(String queue, List<Long> positions) implements Change {}

  /**
   * What was ready was dropped.
   *
   * @param below only items before this position
   * @param kept positions that were leased and stay
   */
  record Purged(String queue, long below, List<Long> kept) implements Change {}

  record QueueSet(String queue, int maxSize, boolean declared, String creator, CloseMode closed)
      implements Change {}

  record QueueDropped(String queue) implements Change {}

  record EventSet(String event, boolean set, long count, boolean declared, String creator)
      implements Change {}

  record EventDropped(String event) implements Change {}

  /**
   * An Idempotency-Key was used.
   *
   * @param key its fingerprint
   */
  record KeySeen(String key, Instant at) implements Change {}

  record OwnerGone(String owner, Instant at) implements Change {}

  /** Keys, and producers gone, at or before that time were forgotten. */
  record Expired(Instant until) implements Change {}
}
