package dev.workerpool.worker.wire;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Bodies that a worker sends. A component that is null is left out. */
public interface Request {

  /** A lease said again after a takeover: the lease, its queue, the item's id. */
  record Held(String lease, String queue, String id) {}

  record Session(String nonce, List<Held> held) implements Request {}

  record Heartbeat(List<String> held) implements Request {}

  /**
   * maxSize: ready items at most; null or 0 for no bound. order: FIFO, LIFO or Priority; null is
   * FIFO.
   */
  record MakeQueue(Integer maxSize, String order, Integer maxDeliveries, Integer leaseSeconds)
      implements Request {}

  /**
   * {@code json} (any JSON value, written as it is) or {@code base64} with its content type.
   * priority: lower first, for queues of that order. delay: seconds until it is ready.
   */
  record Item(Object json, String base64, String contentType, Integer priority, BigDecimal delay) {
    public Item(Object json, String base64, String contentType) {
      this(json, base64, contentType, null, null);
    }

    public Item withPriority(int number) {
      return new Item(json, base64, contentType, number, delay);
    }

    public Item delayed(Duration time) {
      BigDecimal seconds = time.isZero() || time.isNegative() ? null : seconds(time);
      return new Item(json, base64, contentType, priority, seconds);
    }
  }

  /** seq: of the first item, counted from 1 by producer and queue. */
  record Put(String producer, Long seq, List<Item> items) implements Request {}

  /**
   * attempt: the same again is answered with the same items. handle: implicit acks. ack and then
   * happen first, in one commit.
   */
  record Take(
      String session, int max, String attempt, String handle, List<String> ack, List<Then> then)
      implements Request {}

  /**
   * One commit. nack: a lease, or a {@link Nack} with more to say. then: puts that happen with it.
   */
  record Settle(String session, List<String> ack, List<Object> nack, List<Then> then)
      implements Request {}

  /** delay: seconds until the item is ready again; null for at once. dead: never again. */
  record Nack(String lease, BigDecimal delay, Boolean dead, String reason) {}

  /** A put that takes effect together with an ack. */
  record Then(String queue, String producer, long seq, List<Item> items) {}

  record TaskDone(String session, String key) implements Request {}

  /** mode: Drain or Immediate. */
  record Close(String mode) implements Request {}

  /** dead: purges the dead letters, not what is ready. */
  record Purge(Boolean dead) implements Request {}

  /** max: null for all. */
  record Redrive(Integer max) implements Request {}

  /** kind: Lock, RLock, Semaphore, BoundedSemaphore. */
  record MakeSemaphore(String kind, int value) implements Request {}

  /** attempt: the same again is answered with the same grant. */
  record Acquire(String session, String attempt) implements Request {}

  /** grant: null for the session's oldest, else anybody's. */
  record Release(String session, String grant, String key) implements Request {}

  record MakeCondition(String lock) implements Request {}

  /** grant: of the condition's lock, which is released while the session waits. */
  record WaitCondition(String session, String attempt, String grant) implements Request {}

  /** count: null for all who wait. */
  record Notify(String session, Integer count, String key) implements Request {}

  record MakeBarrier(int parties) implements Request {}

  /**
   * @param last true: waits no longer; the barrier breaks unless all have come. Null: as false
   */
  record WaitBarrier(String session, String attempt, Boolean last) implements Request {}

  private static BigDecimal seconds(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** A give-back with something to say; delay may be null. */
  static Nack nack(String lease, Duration delay, boolean dead, String reason) {
    boolean later = delay != null && !delay.isZero() && !delay.isNegative();
    return new Nack(lease, later ? seconds(delay) : null, dead ? true : null, reason);
  }
}
