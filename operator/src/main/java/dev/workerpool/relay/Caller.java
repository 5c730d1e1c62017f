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

  /**
   * A person who may change the pool, at work from outside it (from a laptop, say).
   *
   * @param channel the one channel that may be used
   * @param name of whoever it is, the same for the same credential
   */
  record Guest(String namespace, String channel, String name) implements Caller {
    public Guest {
      Objects.requireNonNull(namespace);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(name);
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
