package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.time.Duration;

/**
 * What moved through a queue between two listings. Pure.
 *
 * @param in items put per second; null where that isn't known: at the first look, and where more
 *     was purged than put
 * @param done items acknowledged per second; null at the first look, or of another queue that has
 *     the name now
 */
public record Flow(Double in, Double done) {
  static final Flow UNKNOWN = new Flow(null, null);

  private static final double NANOS = 1e9;

  /**
   * From the counters of one listing to those of the next: every item put is done, unfinished or
   * dead, but for those that were purged, of which a listing doesn't tell.
   *
   * @param before null where the queue wasn't there: it has been made since
   */
  static Flow between(Reply.Queue before, Reply.Queue now, double seconds) {
    if (seconds <= 0) {
      return UNKNOWN;
    }
    long done = now.done() - (before == null ? 0 : before.done());
    long in = all(now) - (before == null ? 0 : all(before));
    return done < 0 ? UNKNOWN : new Flow(in < 0 ? null : in / seconds, done / seconds);
  }

  private static long all(Reply.Queue queue) {
    return queue.done() + queue.unfinished() + queue.dead();
  }

  /** When so many unfinished items will be done if it goes on like this; null for never. */
  Duration emptyIn(long unfinished) {
    if (in == null || done == null || done <= in || unfinished == 0) {
      return null;
    }
    return Duration.ofNanos((long) (unfinished / (done - in) * NANOS));
  }
}
