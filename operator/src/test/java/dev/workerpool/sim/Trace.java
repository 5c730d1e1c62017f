package dev.workerpool.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened: as a fingerprint always, as text when somebody wants to read it. */
final class Trace {
  private final int lines;
  private final Deque<String> last = new ArrayDeque<>();
  private long fingerprint = 17;

  /**
   * @param lines how many of the last lines are kept; 0 for none
   */
  Trace(int lines) {
    this.lines = lines;
  }

  void note(long micros, String who, Object what) {
    fingerprint = fingerprint * 31 + micros;
    fingerprint = fingerprint * 31 + who.hashCode();
    if (lines > 0) {
      last.add("%9.3f s  %-6s %s".formatted(micros / 1e6, who, what));
      if (last.size() > lines) {
        last.remove();
      }
    }
  }

  long fingerprint() {
    return fingerprint;
  }

  List<String> last() {
    return List.copyOf(last);
  }
}
