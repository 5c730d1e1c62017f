package dev.workerpool.main;

import dev.workerpool.relay.RelayRuntime;
import java.security.SecureRandom;
import java.time.Duration;
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
  private static final int MAX_BLOCKING = 32;
  private static final int NONCE_BYTES = 16;

  private final ExecutorService actors =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()), named("relay"));
  private final ThreadPoolExecutor blocking =
      new ThreadPoolExecutor(
          MAX_BLOCKING,
          MAX_BLOCKING,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          named("relay-api"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(named("relay-clock"));
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(named("relay-rounds"));
  private final SecureRandom random = new SecureRandom();

  RelayThreads() {
    blocking.allowCoreThreadTimeOut(true);
  }

  RelayRuntime runtime() {
    return new RelayRuntime(actors, this::after, InstantSource.system(), this::nonce);
  }

  ExecutorService blocking() {
    return blocking;
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
    blocking.shutdown();
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

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
