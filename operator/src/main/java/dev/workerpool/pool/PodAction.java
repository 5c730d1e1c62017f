package dev.workerpool.pool;

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
   *     end is recorded
   */
  record Delete(PodRef pod, String reason) implements PodAction {}

  /** Take our finalizer off a pod: its end is recorded, or nobody will ask for it any more. */
  record Release(PodRef pod) implements PodAction {}
}
