package dev.workerpool.pool;

import dev.workerpool.api.WorkerPoolStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do now. Creates and deletes come first, then the status, and only after that was written
 * the releases and the events: a finalizer is never taken off before the record is durable.
 *
 * @param stops what ends processes: deletes, retirements, kills
 * @param status the whole new status; the writer leaves it alone when it equals the old one
 * @param requeueAfter when to look again even if nothing happens
 * @param expired whether the pool has been finished for so long that it is to be deleted
 */
public record Plan(
    List<PodAction.Create> creates,
    List<PodAction> stops,
    WorkerPoolStatus status,
    List<PodAction.Release> releases,
    List<PoolEvent> events,
    Optional<Duration> requeueAfter,
    boolean expired) {

  public Plan {
    creates = List.copyOf(creates);
    stops = List.copyOf(stops);
    releases = List.copyOf(releases);
    events = List.copyOf(events);
  }
}
