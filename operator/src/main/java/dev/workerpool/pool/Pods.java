package dev.workerpool.pool;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/** The port to pods: an API server, or OS processes in local mode. Calls may come in parallel. */
public interface Pods {

  /** Creates a pod whose name {@link WorkerPods} chose, so that a repetition meets itself. */
  CreateOutcome create(Pod pod);

  /** What {@link #create} would answer, without creating anything. */
  default CreateOutcome probe(Pod pod) {
    return new CreateOutcome.Created();
  }

  /**
   * Asks the process in the pod to end, when exactly that uid still exists; gone already is fine.
   * The reason, where there is one, is stamped on the pod ({@code Labels.STOP_REASON}) first.
   */
  void delete(PodAction.Delete delete);

  /**
   * Stamps on the pod why its process ends, and when it is to be deleted at the latest, for one
   * that is to kill itself; gone already is fine.
   *
   * @param killAt may be null
   */
  void stamp(PodRef pod, String reason, Instant killAt);

  /** Takes our finalizer off that pod; gone or released already is fine. */
  void release(PodAction.Release release);
}
