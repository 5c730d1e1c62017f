package dev.workerpool.pool;

import java.time.Instant;

/** Something to do with a pod. Doing it twice does no more than doing it once. */
public sealed interface PodAction {

  /**
   * Start an attempt of a process: {@link WorkerPods} makes its pod.
   *
   * @param key identifies the process in its pool
   * @param attempt from 0
   */
  record Create(String key, int attempt) implements PodAction {}

  /**
   * Delete a pod: SIGTERM, and SIGKILL when its grace period is over.
   *
   * @param reason why, stamped on the pod first, when its process is alive; null for a pod whose
   *     end is recorded, or that is stamped already
   * @param kill whether its grace period is as short as can be
   */
  record Delete(PodRef pod, String reason, boolean kill) implements PodAction {
    public Delete(PodRef pod, String reason) {
      this(pod, reason, false);
    }
  }

  /** Stamp a pod ScaledDown, see to it that it gets no further items, delete it if it has none. */
  record Retire(PodRef pod) implements PodAction {}

  /**
   * End a process by SIGKILL: its runtime does it where that has a session, else it is deleted.
   *
   * @param deleteAt when it is deleted at the latest, stamped on the pod
   */
  record Kill(PodRef pod, Instant deleteAt) implements PodAction {}

  /** Take our finalizer off a pod: its end is recorded, or nobody will ask for it any more. */
  record Release(PodRef pod) implements PodAction {}
}
