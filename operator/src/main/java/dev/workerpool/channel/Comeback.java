package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;

/**
 * How an item comes back from who held it.
 *
 * @param reason a sentence's part, kept with the item if it dies
 * @param exitCode of the process that held it; null where it didn't end, or nobody knows how
 * @param delay before it can be delivered again
 * @param dead not to be delivered again
 */
record Comeback(String reason, Integer exitCode, Duration delay, boolean dead, Instant now) {

  static Comeback because(String reason, Instant now) {
    return new Comeback(reason, null, Duration.ZERO, false, now);
  }

  static Comeback ended(Integer exitCode, Instant now) {
    return new Comeback("its process ended", exitCode, Duration.ZERO, false, now);
  }

  static Comeback of(Operation.Nack nack, Instant now) {
    String reason = nack.reason() == null ? "given back" : nack.reason();
    return new Comeback(reason, null, nack.delay(), nack.dead(), now);
  }

  /** Before when it isn't delivered again; null for at once. */
  Instant notBefore() {
    return delay.isZero() ? null : Sessions.millis(now.plus(delay));
  }
}
