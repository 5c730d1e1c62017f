package dev.workerpool.http;

import java.time.Duration;

/** The sizes and times that the API promises. */
final class Limits {
  /** A larger request body is answered 413 before it is read. */
  static final int MAX_BODY_BYTES = 768 * 1024;

  /** A longer wait is refused, so that no proxy's idle time-out cuts a poll. */
  static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** How long one request may take to arrive; a slower client gets 408. */
  static final Duration MAX_ARRIVAL = Duration.ofSeconds(20);

  /** A connection that says nothing for so long is closed; longer than any wait. */
  static final Duration IDLE = Duration.ofSeconds(75);

  /** What is read and thrown away of a refused body, so that its sender sees the answer. */
  static final long MAX_DISCARDED_BYTES = 8L * 1024 * 1024;

  private Limits() {}
}
