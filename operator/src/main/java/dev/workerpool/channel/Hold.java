package dev.workerpool.channel;

import java.time.Instant;

/**
 * A session that holds a lock or semaphore, or waits at a condition or barrier. Durable; freed when
 * the session is closed or its owner ends.
 *
 * @param attempt the request that it answers
 */
record Hold(String session, Owner owner, String attempt, Instant since) {

  /** Where it is found, from its owner. */
  record Ref(PrimitiveId id, long number, String session) {}

  int weight() {
    return Weights.hold(owner.id(), attempt);
  }
}
