package dev.workerpool.reconcile;

import dev.workerpool.pool.PlanExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A few at a time, with a slow start: 1, 2, 4 … so that what the server refuses it refuses once and
 * not a thousand times; then all the rest, of which none is begun after a refusal or an error. At
 * most so many a pass; other pools want their turn.
 */
public final class ParallelBatches implements PlanExecutor.Batches {
  private static final int MOST_PER_PASS = 500;
  private static final int LARGEST_OF_THE_START = 16;

  private final Executor executor;

  /** The executor bounds how many calls run at once, over all pools. */
  public ParallelBatches(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <T, R> List<R> each(List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
    var results = new ArrayList<R>();
    var some = items.subList(0, Math.min(items.size(), MOST_PER_PASS));
    int begun = 0;
    for (int size = 1; begun < some.size(); size *= 2) {
      boolean started = size > LARGEST_OF_THE_START;
      int to = started ? some.size() : Math.min(begun + size, some.size());
      var crowd = new Crowd<>(some.subList(begun, to), work, stop);
      crowd.work(executor);
      results.addAll(crowd.results());
      if (crowd.stopped()) {
        break;
      }
      begun = to;
    }
    return results;
  }
}
