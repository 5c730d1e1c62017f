package dev.workerpool.sim;

/** One thing that happens by plan. */
sealed interface Deed {

  // What workers are told to do.

  record Put(int worker, String queue, int items) implements Deed {}

  record Take(int worker, String queue, int max, int waitMillis) implements Deed {}

  record Settle(int worker, boolean ack) implements Deed {}

  /** Acknowledges, puts one into the target, and takes: in one request. */
  record Exchange(int worker, String queue, int max, int waitMillis, String target)
      implements Deed {}

  record Leave(int worker) implements Deed {}

  record Join(int worker, String queue) implements Deed {}

  record SetEvent(int worker, boolean set) implements Deed {}

  /**
   * @param zombieMillis how long it goes on after the relays were told that it is dead
   */
  record Kill(int worker, int zombieMillis) implements Deed {}

  // What befalls relays.

  record Crash(int relay, int downMillis) implements Deed {}

  record Pause(int relay, int millis) implements Deed {}

  /**
   * The Lease is that relay's.
   *
   * @param tellMillis until the others hear of it
   */
  record Lead(int relay, int tellMillis) implements Deed {}

  // What befalls the API server, and people.

  record Fault(Weather.Fate fate, int times) implements Deed {}

  record Down(int millis) implements Deed {}

  /** Somebody edits the head, to no harm. */
  record Edit() implements Deed {}

  /** Somebody deletes the head. */
  record Delete() implements Deed {}
}
