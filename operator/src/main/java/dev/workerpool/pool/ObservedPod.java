package dev.workerpool.pool;

import dev.workerpool.process.ProcessState;
import java.time.Instant;

/**
 * A pod of the pool, as seen.
 *
 * @param key identifies the process in its pool
 * @param attempt from 0
 * @param state what the pod says about its process
 * @param held whether our finalizer is on it
 * @param deleting whether it has a deletionTimestamp
 * @param scheduled whether it has a node, so that its process may have run
 * @param stopReason why we asked it to end, or null
 * @param killAt when a pod whose process was told to kill itself is deleted at the latest, or null
 * @param killing whether it is being deleted with next to no grace period
 */
public record ObservedPod(
    PodRef ref,
    String key,
    int attempt,
    ProcessState state,
    boolean held,
    boolean deleting,
    boolean scheduled,
    String stopReason,
    Instant killAt,
    boolean killing) {

  public boolean alive() {
    return state.alive();
  }

  /** Whether it was asked to leave the pool and still is on its way. */
  boolean leaving() {
    return alive() && Ended.SCALED_DOWN.equals(stopReason);
  }

  /** The same pod, known to have been asked to end. */
  public ObservedPod stopping(String reason, Instant at) {
    return new ObservedPod(
        ref, key, attempt, state, held, deleting, scheduled, reason, at, killing);
  }
}
