package dev.workerpool.histories;

import java.util.StringJoiner;

/** What took how long, one thing after the other; for people. */
final class Laps {
  private final StringJoiner text = new StringJoiner(", ");
  private long last = System.nanoTime();

  /** From the last one's end until now. */
  void end(String what) {
    long now = System.nanoTime();
    text.add("%s %.1f s".formatted(what, (now - last) / 1e9));
    last = now;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
