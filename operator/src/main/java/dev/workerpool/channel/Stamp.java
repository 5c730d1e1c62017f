package dev.workerpool.channel;

import java.util.Objects;

/**
 * Who wrote a head, and which write it was: the fence.
 *
 * @param epoch rises by one with every relay that takes the channel over; 1 is the first
 * @param holder nonce of the relay that holds this epoch
 * @param commit nonce of this very write, by which a lost reply is resolved
 */
public record Stamp(long epoch, String holder, String commit) {
  public Stamp {
    Objects.requireNonNull(holder);
    Objects.requireNonNull(commit);
  }

  /** The same reign: same epoch, same holder. */
  public boolean sameReign(Stamp other) {
    return epoch == other.epoch && holder.equals(other.holder);
  }
}
