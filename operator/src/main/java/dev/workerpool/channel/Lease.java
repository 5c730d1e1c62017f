package dev.workerpool.channel;

import java.time.Instant;

/**
 * An item in the hands of a session.
 *
 * @param token what clients know it by; stays the same when taken up again after a takeover
 * @param number order of leasing in this epoch
 * @param handle tag of the handle that acknowledges it implicitly, or {@link #EXPLICIT}
 * @param attempt the take that it answered; null when taken up again
 * @param missed heartbeats in a row that didn't list it; for a shell's lease 1 until one did
 * @param until when it ends by the queue's timer; null without one
 */
record Lease(
    String token,
    long number,
    String session,
    String handle,
    String attempt,
    Item item,
    int missed,
    Instant until) {
  static final String EXPLICIT = "x";
  private static final String SHELL = "s";

  /**
   * The token: opaque to clients; for us the way to queue and item, and the only thing that comes
   * back after a takeover, so it tells the handle too.
   */
  static String token(Item item, long epoch, long number, String handle, String queue) {
    return item.position() + "." + epoch + "." + number + "." + handle + "." + queue;
  }

  /** A lease just given out under that handle's tag. */
  static Lease given(
      String token, long number, String session, String tag, String attempt, Item item) {
    int missed = tag.startsWith(SHELL) ? 1 : 0;
    return new Lease(token, number, session, tag, attempt, item, missed, null);
  }

  /**
   * Of the shell commands, whose handles begin with {@code shell}: nobody beats for them between
   * two commands, so silence says nothing about them.
   */
  boolean shell() {
    return handle.startsWith(SHELL);
  }

  /**
   * Whether the item has arrived, as far as the client's kind can say. A shell's command says so by
   * one heartbeat; if it was killed before, the next command must not acknowledge what nobody saw.
   */
  boolean arrived() {
    return !shell() || missed == 0;
  }

  boolean implicit() {
    return !handle.equals(EXPLICIT);
  }

  /** The tag under which a client's handle is kept; null is explicit acknowledgement. */
  static String tag(String handle) {
    if (handle == null) {
      return EXPLICIT;
    }
    return (handle.startsWith("shell") ? SHELL : "h")
        + Texts.fingerprint("handle", handle).substring(0, 12);
  }

  Lease withMissed(int times) {
    return new Lease(token, number, session, handle, attempt, item, times, until);
  }

  /** Ending by a timer that begins now, where the queue has one. */
  Lease timed(QueueRules rules, Instant now) {
    return rules.leaseSeconds() == 0 ? this : withUntil(now.plusSeconds(rules.leaseSeconds()));
  }

  Lease withUntil(Instant time) {
    return new Lease(token, number, session, handle, attempt, item, missed, time);
  }

  Delivery delivery() {
    return new Delivery(item.id(), token, item.returned() + 1, item.at(), item.body());
  }
}
