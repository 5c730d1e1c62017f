package dev.workerpool.main;

import dev.workerpool.relay.RelayRuntime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The relay's threads: few for deciding, some for calls to the API server, one for the clock, one
 * for rounds.
 */
final class RelayThreads implements AutoCloseable {
  /** One write of a channel flies at a time; so many channels write at once. */
  private static final int MAX_STORING = 32;

  /** Apart from the writes, which a crowd of new callers must not hold up. */
  private static final int MAX_REVIEWING = 8;

  private static final int NONCE_BYTES = 16;

  private final ExecutorService actors =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()), named("relay"));
  private final ExecutorService storing = upTo(MAX_STORING, "relay-store");
  private final ExecutorService reviewing = upTo(MAX_REVIEWING, "relay-review");
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(named("relay-clock"));
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(named("relay-rounds"));
  private final SecureRandom random = new SecureRandom();

  RelayRuntime runtime() {
    return new RelayRuntime(actors, this::after, InstantSource.system(), this::nonce);
  }

  /** Time for what only measures it: nobody sets it back or forth. */
  InstantSource steady() {
    long start = System.nanoTime();
    return () -> Instant.EPOCH.plusNanos(System.nanoTime() - start);
  }

  ExecutorService storing() {
    return storing;
  }

  ExecutorService reviewing() {
    return reviewing;
  }

  /** For what is done every few seconds and may block a while, unlike the relay's own timers. */
  ScheduledExecutorService rounds() {
    return rounds;
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    scheduler.shutdownNow();
    actors.shutdown();
    storing.shutdown();
    reviewing.shutdown();
  }

  private void after(Duration delay, Runnable task) {
    try {
      scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (!scheduler.isShutdown()) {
        throw e;
      }
      // Nothing is due any more.
    }
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ExecutorService upTo(int threads, String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
