package dev.workerpool.reconcile;

import dev.workerpool.pool.PlanExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * A few at a time, with a slow start: 1, 2, 4 … so that what the server refuses it refuses once and
 * not a thousand times. At most so many a pass; other pools want their turn.
 */
public final class ParallelBatches implements PlanExecutor.Batches {
  private static final int MOST_PER_PASS = 500;
  private static final int LARGEST_BATCH = 64;

  private final ExecutorService executor;

  /** The executor bounds how many calls run at once, over all pools. */
  public ParallelBatches(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public <T, R> List<R> each(List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
    var results = new ArrayList<R>();
    int size = 1;
    int end = Math.min(items.size(), MOST_PER_PASS);
    while (results.size() < end) {
      int to = Math.min(results.size() + size, end);
      var batch = batch(items.subList(results.size(), to), work);
      results.addAll(batch);
      if (batch.stream().anyMatch(stop::apply)) {
        break;
      }
      size = Math.min(size * 2, LARGEST_BATCH);
    }
    return results;
  }

  private <T, R> List<R> batch(List<T> items, Function<T, R> work) {
    if (items.size() == 1) {
      return List.of(work.apply(items.get(0)));
    }
    List<Callable<R>> calls = new ArrayList<>();
    items.forEach(item -> calls.add(() -> work.apply(item)));
    try {
      var results = new ArrayList<R>();
      for (Future<R> future : executor.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the pool was being worked on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
