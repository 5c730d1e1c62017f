package dev.workerpool.pool;

import dev.workerpool.process.ProcessState;

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
 */
public record ObservedPod(
    PodRef ref,
    String key,
    int attempt,
    ProcessState state,
    boolean held,
    boolean deleting,
    boolean scheduled,
    String stopReason) {

  public boolean alive() {
    return state.alive();
  }
}
