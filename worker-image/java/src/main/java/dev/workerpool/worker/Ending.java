package dev.workerpool.worker;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What is done when the JVM ends. By a signal: nothing more is taken, items in work may be finished
 * within the grace period, what isn't goes back. In every case: no call that was given up may take
 * effect unseen.
 */
final class Ending implements Runnable {
  /** Below a pod's default grace period of 30 s, so that what isn't done goes back in time. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private static final long LOOK_MILLIS = 20;

  private final Connection connection;
  private final Duration grace;
  private final BooleanSupplier signalled;

  Ending(Connection connection, Duration grace, BooleanSupplier signalled) {
    this.connection = connection;
    this.grace = grace;
    this.signalled = signalled;
  }

  static Ending of(Connection connection) {
    String seconds = System.getenv().getOrDefault("WORKERPOOL_GRACE_SECONDS", "");
    boolean given = seconds.matches("[0-9]{1,6}");
    Duration grace = given ? Duration.ofSeconds(Long.parseLong(seconds)) : GRACE;
    return new Ending(connection, grace, Ending::isSignalled);
  }

  @Override
  public void run() {
    try {
      if (signalled.getAsBoolean() && connection.channel.hasSession()) {
        connection.startEnding();
        awaitWork();
        giveBackTheRest();
      }
      connection.channel.awaitCertainty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ChannelException e) {
      // The relay sees our end in another way.
    }
  }

  /**
   * Hooks aren't told why the JVM ends, but each signal is handled by a thread named after it
   * (jdk.internal.misc.Signal). Where it isn't, an end by signal is like any other.
   */
  private static boolean isSignalled() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().matches("SIG[A-Z]+ handler"));
  }

  private void awaitWork() throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    while (isInWork() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** A thread that has died finishes nothing. */
  private boolean isInWork() {
    return connection.inWork().values().stream().anyMatch(Thread::isAlive);
  }

  private void giveBackTheRest() throws InterruptedException {
    for (Map.Entry<String, Thread> held : List.copyOf(connection.inWork().entrySet())) {
      connection.giveBack(Request.nack(held.getKey(), null, false, null));
    }
  }
}
