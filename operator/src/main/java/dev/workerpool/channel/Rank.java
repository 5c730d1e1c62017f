package dev.workerpool.channel;

/** Place of an item in a queue of order Priority. */
record Rank(int priority, long position) implements Comparable<Rank> {
  static Rank of(Item item) {
    return new Rank(item.body().priority(), item.position());
  }

  @Override
  public int compareTo(Rank other) {
    int byPriority = Integer.compare(priority, other.priority);
    return byPriority != 0 ? byPriority : Long.compare(position, other.position);
  }
}
