package dev.workerpool.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/** What becomes of the requests to the API server. */
final class Weather {
  /** What can happen to one. */
  enum Fate {
    FINE,
    SLOW,
    /** It never arrives. */
    LOST_REQUEST,
    /** Done, but nobody hears of it. */
    LOST_REPLY,
    /** The client has given up when it is done. */
    LATE,
    /** It arrives twice; either reply comes back. */
    DOUBLED,
    ERROR_BEFORE,
    ERROR_AFTER,
    TOO_MANY
  }

  private static final Fate[] BAD = {
    Fate.SLOW,
    Fate.LOST_REQUEST,
    Fate.LOST_REPLY,
    Fate.LATE,
    Fate.DOUBLED,
    Fate.ERROR_BEFORE,
    Fate.ERROR_AFTER,
    Fate.TOO_MANY
  };

  private final Heap heap;
  private final int badPerMille;
  private final Deque<Fate> ordered = new ArrayDeque<>();
  private long downUntil;
  private boolean fair;

  /**
   * @param badPerMille how many of a thousand requests meet trouble that no plan ordered
   */
  Weather(Heap heap, int badPerMille) {
    this.heap = heap;
    this.badPerMille = badPerMille;
  }

  Fate next() {
    if (fair) {
      return Fate.FINE;
    }
    if (heap.now() < downUntil) {
      return heap.oneIn(3) ? Fate.ERROR_BEFORE : Fate.LOST_REQUEST;
    }
    if (!ordered.isEmpty()) {
      return ordered.remove();
    }
    return heap.below(1000) < badPerMille ? BAD[heap.below(BAD.length)] : Fate.FINE;
  }

  /** The next so many requests meet that. */
  void order(Fate fate, int times) {
    for (int i = 0; i < times; i++) {
      ordered.add(fate);
    }
  }

  void downFor(long micros) {
    downUntil = heap.now() + micros;
  }

  /** From now on nothing goes wrong. */
  void clear() {
    fair = true;
  }
}
