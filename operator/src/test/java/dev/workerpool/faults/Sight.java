package dev.workerpool.faults;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * How a pool looks to a user.
 *
 * @param pool null when there is none of that name
 */
record Sight(WorkerPool pool, List<Pod> pods) {

  boolean exists() {
    return pool != null;
  }

  WorkerPoolStatus status() {
    return pool == null || pool.getStatus() == null ? WorkerPoolStatus.empty() : pool.getStatus();
  }

  /** The status speaks of the present spec. */
  boolean isCurrent() {
    return exists() && pool.getMetadata().getGeneration().equals(status().observedGeneration());
  }

  boolean holds(String condition) {
    return isCurrent()
        && status().conditions().stream().anyMatch(c -> c.type().equals(condition) && c.holds());
  }

  boolean finished() {
    return holds(Condition.FINISHED);
  }

  /** So many processes, all of them up. */
  boolean isUp(int processes) {
    return isCurrent()
        && status().alive() != null
        && status().alive() == processes
        && podsUp() == processes;
  }

  private long podsUp() {
    return pods.stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> "Running".equals(p.getStatus().getPhase()))
        .count();
  }
}
