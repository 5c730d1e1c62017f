package dev.workerpool.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** Clients that do the same thing again and again, a thread each, for some time. */
final class Load {
  /** What a client does. */
  interface Step {
    /** Does it once and answers how many were done by it. */
    long run() throws Exception;
  }

  private static final int WARM_UP_SHARE = 3;

  private Load() {}

  /**
   * How many were done in a second, by all clients together; before, each does it once, and then
   * all for a third of the time, unmeasured.
   *
   * @throws IllegalStateException when one of them fails
   */
  static double perSecond(List<? extends Step> clients, Duration time) {
    together(clients.stream().map(Load::once).toList());
    long begin = System.nanoTime() + time.toNanos() / WARM_UP_SHARE;
    long end = begin + time.toNanos();
    LongAdder done = new LongAdder();
    List<Callable<Void>> loops = new ArrayList<>();
    for (Step client : clients) {
      loops.add(
          () -> {
            for (long now = System.nanoTime(); now - end < 0; ) {
              long more = client.run();
              now = System.nanoTime();
              if (now - begin > 0 && now - end < 0) {
                done.add(more);
              }
            }
            return null;
          });
    }
    together(loops);
    return done.sum() / (time.toNanos() / 1e9);
  }

  private static Callable<Void> once(Step client) {
    return () -> {
      client.run();
      return null;
    };
  }

  /** Does all at the same time, a thread each, and answers when the last is done. */
  static void together(List<Callable<Void>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<Future<Void>> running = new ArrayList<>();
      work.forEach(one -> running.add(threads.submit(one)));
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
