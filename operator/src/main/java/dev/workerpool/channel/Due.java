package dev.workerpool.channel;

import java.time.Instant;

/** When something is to happen with the item at that position. */
record Due(Instant at, long position) implements Comparable<Due> {
  @Override
  public int compareTo(Due other) {
    int byTime = at.compareTo(other.at);
    return byTime != 0 ? byTime : Long.compare(position, other.position);
  }
}
