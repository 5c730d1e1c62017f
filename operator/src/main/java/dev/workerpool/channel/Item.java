package dev.workerpool.channel;

import java.time.Instant;

/**
 * An item of a queue, from its put to its acknowledgement.
 *
 * @param position place in the channel's order of puts; unique for ever in the channel
 * @param producer null for a put without a producer
 * @param seq the producer's number, 0 without one
 * @param returned how often it was delivered and came back
 * @param weight bytes it is reckoned with in the stored state
 */
record Item(
    long position, String producer, long seq, Instant at, int returned, Body body, int weight) {

  static Item of(long position, String producer, long seq, Instant at, Body body) {
    return new Item(position, producer, seq, at, 0, body, Weights.item(producer, body));
  }

  /** Opaque to clients; by the producer's own number a re-used position would be noticed. */
  String id() {
    return producer == null ? Long.toString(position) : position + ":" + producer + ":" + seq;
  }

  Item withReturned(int times) {
    return new Item(position, producer, seq, at, times, body, weight);
  }

  Delivery peeked() {
    return new Delivery(id(), null, returned, at, body);
  }
}
