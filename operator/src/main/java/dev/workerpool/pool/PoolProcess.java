package dev.workerpool.pool;

import dev.workerpool.process.ProcessState.Started;
import dev.workerpool.process.ProcessState.Stopped;
import java.time.Instant;

/**
 * A process in its last attempt.
 *
 * @param pod of that attempt; null when it is gone, or not seen yet
 * @param ended how the attempt ended; null while it is alive
 * @param recorded whether the end was in the status already, so that it is durable
 * @param uncharged how many of its ends are not charged to backoffLimit, this one included
 * @param due when it may be started again, as the status remembers it; null where it doesn't
 */
record PoolProcess(
    String key,
    int attempt,
    ObservedPod pod,
    Ended ended,
    boolean recorded,
    int uncharged,
    Instant due) {

  boolean alive() {
    return ended == null;
  }

  /** Whether it was asked to leave the pool and still is on its way. */
  boolean leaving() {
    return alive() && pod != null && pod.leaving();
  }

  boolean running() {
    return alive() && pod != null && pod.state() instanceof Started s && s.running();
  }

  /** How many restarts are charged so far. */
  int charged() {
    return attempt - (uncharged - (ended != null && isUncharged(ended) ? 1 : 0));
  }

  /** When it ended, as far as its pod still says so, else null. */
  Instant finishedAt() {
    return pod != null && pod.state() instanceof Stopped s ? s.exit().finishedAt() : null;
  }

  /** When it began to run, as far as its pod still says so, else null. */
  Instant startedAt() {
    return pod != null && pod.state() instanceof Stopped s ? s.exit().startedAt() : null;
  }

  static boolean isUncharged(Ended ended) {
    return ended.asked() || ended.disrupted();
  }
}
