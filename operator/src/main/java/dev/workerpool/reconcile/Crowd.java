package dev.workerpool.reconcile;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Many things done by a few threads. A runner does one of them and gets in line again, so that who
 * comes with little to do does not wait for all of this. After a stop or an error none is begun.
 */
final class Crowd<T, R> {
  private static final int RUNNERS = 32;

  private final List<T> items;
  private final Function<T, R> work;
  private final Function<R, Boolean> stop;
  private final Map<Integer, R> results = new ConcurrentSkipListMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<RuntimeException> error = new AtomicReference<>();
  private final CountDownLatch runners;
  private volatile boolean stopped;

  Crowd(List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
    this.items = items;
    this.work = work;
    this.stop = stop;
    this.runners = new CountDownLatch(Math.min(RUNNERS, items.size()));
  }

  /**
   * Does them; a single one in this thread. Passes the first error on when nothing runs any more.
   */
  void work(Executor executor) {
    if (items.size() == 1) {
      one(0);
    } else {
      for (long i = runners.getCount(); i > 0; i--) {
        executor.execute(() -> run(executor));
      }
      await();
    }
    if (error.get() != null) {
      throw error.get();
    }
  }

  private void run(Executor executor) {
    int index = next.getAndIncrement();
    if (stopped || index >= items.size()) {
      runners.countDown();
      return;
    }
    one(index);
    try {
      executor.execute(() -> run(executor));
    } catch (RuntimeException ending) {
      failed(ending);
      runners.countDown();
    }
  }

  private void one(int index) {
    try {
      R result = work.apply(items.get(index));
      results.put(index, result);
      if (stop.apply(result)) {
        stopped = true;
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    stopped = true;
    error.compareAndSet(null, e);
  }

  private void await() {
    try {
      runners.await();
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the pool was being worked on", e);
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** What came of those that were done, in the order of the items. */
  List<R> results() {
    return List.copyOf(results.values());
  }
}
