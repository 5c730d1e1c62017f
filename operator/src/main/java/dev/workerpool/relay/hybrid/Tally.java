package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.StoreFigures;
import java.time.Duration;

/** What was written of one channel; any thread. */
final class Tally {
  private long bytes;
  private long commits;
  private long snapshots;
  private Duration inCommits = Duration.ZERO;
  private Duration slowest = Duration.ZERO;

  synchronized void wrote(long more) {
    bytes += more;
  }

  /** The slowest fades, so that it tells of the last commits. */
  synchronized void committed(Duration took) {
    commits++;
    inCommits = inCommits.plus(took);
    Duration faded = slowest.minus(slowest.dividedBy(64));
    slowest = took.compareTo(faded) > 0 ? took : faded;
  }

  synchronized void snapshot() {
    snapshots++;
  }

  synchronized StoreFigures figures(long entries, boolean inline) {
    return new StoreFigures(bytes, commits, inCommits, slowest, entries, snapshots, inline);
  }
}
