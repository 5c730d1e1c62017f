package dev.workerpool.pool;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a plan depends on.
 *
 * @param pool with the status that was last written
 * @param pods all pods with the pool's uid in their label, whatever their state
 * @param creating names of pods that were created and have not been seen yet
 * @param problem what keeps pods from being created, if anything does
 * @param figuresAt when queue figures were last written to the status, or null
 * @param dropped what was last written as status.backoff, if the server did not keep it
 */
public record Observed(
    WorkerPool pool,
    List<ObservedPod> pods,
    Set<String> creating,
    ChannelView channel,
    Optional<Problem> problem,
    Instant figuresAt,
    List<BackoffGroup> dropped,
    Instant now) {

  public Observed {
    pods = List.copyOf(pods);
    creating = Set.copyOf(creating);
    dropped = List.copyOf(dropped);
  }

  /** Where the whole status is kept. */
  public Observed(
      WorkerPool pool,
      List<ObservedPod> pods,
      Set<String> creating,
      ChannelView channel,
      Optional<Problem> problem,
      Instant figuresAt,
      Instant now) {
    this(pool, pods, creating, channel, problem, figuresAt, List.of(), now);
  }

  WorkerPoolStatus before() {
    return pool.getStatus() == null ? WorkerPoolStatus.empty() : pool.getStatus();
  }
}
