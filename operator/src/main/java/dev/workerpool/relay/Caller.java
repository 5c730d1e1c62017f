package dev.workerpool.relay;

import java.util.Objects;

/** Who stands behind a token. */
public sealed interface Caller {

  /**
   * A live process of a pool.
   *
   * @param channel the one channel it may use (its pool's own, or the one its pool refers to)
   * @param podUid UID of its pod; locally, of the process attempt
   */
  record Worker(String namespace, String pool, String channel, String podUid) implements Caller {
    public Worker {
      Objects.requireNonNull(namespace);
      Objects.requireNonNull(pool);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(podUid);
    }
  }

  /** The configured operator account: may watch, and read and work with any channel. */
  record Operator() implements Caller {}

  /**
   * Nobody we serve.
   *
   * @param known false: the token proves nothing (401); true: it is somebody's, but not one who may
   *     (403)
   */
  record Refused(boolean known, String reason) implements Caller {}
}
