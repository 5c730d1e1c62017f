package dev.workerpool.channel;

import java.time.Duration;
import java.time.Instant;

/**
 * An item of a queue, from its put to its acknowledgement.
 *
 * @param position place in the channel's order of puts; unique for ever in the channel
 * @param producer null for a put without a producer
 * @param seq the producer's number, 0 without one
 * @param returned how often it was delivered and came back
 * @param notBefore it was not, or is not, delivered before; null for at once
 * @param body without its delay, which notBefore tells
 * @param weight bytes it is reckoned with in the stored state
 */
record Item(
    long position,
    String producer,
    long seq,
    Instant at,
    int returned,
    Instant notBefore,
    Body body,
    int weight) {

  static Item of(long position, String producer, long seq, Instant at, Body body) {
    Instant notBefore = body.isDelayed() ? at.plus(body.delay()) : null;
    Body kept = body.isDelayed() ? body.withDelay(Duration.ZERO) : body;
    int weight = Weights.item(producer, body);
    return new Item(position, producer, seq, at, 0, notBefore, kept, weight);
  }

  /** Opaque to clients; by the producer's own number a re-used position would be noticed. */
  String id() {
    return producer == null ? Long.toString(position) : position + ":" + producer + ":" + seq;
  }

  Item withReturned(int times, Instant next) {
    return new Item(position, producer, seq, at, times, next, body, weight);
  }

  Delivery peeked() {
    return new Delivery(id(), null, returned, at, body);
  }
}
