package dev.workerpool.channel;

/**
 * Numbers of a channel.
 *
 * @param epoch of the relay that serves it; part of lease tokens
 * @param nextPosition what the next item put gets; never used twice
 * @param nextLease what the next lease gets; starts anew with each epoch
 * @param bytes the stored state's reckoned size
 * @param handedOver the lease table is part of the stored state
 */
record Counters(long epoch, long nextPosition, long nextLease, long bytes, boolean handedOver) {

  Counters withEpoch(long number) {
    return new Counters(number, nextPosition, nextLease, bytes, handedOver);
  }

  Counters withHandedOver(boolean is) {
    return new Counters(epoch, nextPosition, nextLease, bytes, is);
  }

  Counters weighing(long more) {
    return new Counters(epoch, nextPosition, nextLease, bytes + more, handedOver);
  }

  Counters advanced(long positions, long leases) {
    return new Counters(epoch, nextPosition + positions, nextLease + leases, bytes, handedOver);
  }

  Counters withNextLease(long number) {
    return new Counters(epoch, nextPosition, number, bytes, handedOver);
  }
}
