package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Commands that live as long as their pod: they have a session of their own, and leave it well. */
final class LongRun {
  /** Below a pod's default grace period of 30 s, so that what isn't done then goes back in time. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Channel channel;
  private final PrintStream err;

  LongRun(Channel channel, PrintStream err) {
    this.channel = channel;
    this.err = err;
  }

  int run(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    Duration asked = line.seconds("--grace");
    Duration grace = asked == null ? GRACE : asked;
    if (line.words().get(0).equals("each")) {
      Each each = new Each(channel, Each.Job.of(line), err);
      return untilSignal(each::run, () -> each.stop(grace));
    }
    Thread runner = Thread.currentThread();
    Locked locked = new Locked(channel, err);
    return untilSignal(() -> locked.run(line), runner::interrupt);
  }

  private interface Body {
    int run() throws UsageException, RefusedException, UnreachableException, InterruptedException;
  }

  private interface Stop {
    void run() throws InterruptedException;
  }

  /** Runs it; a signal that ends the JVM stops it first, and both then leave the session. */
  private int untilSignal(Body body, Stop stop)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Thread hook = new Thread(() -> atSignal(stop, left), "workerpool-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return body.run();
    } finally {
      leave();
      left.countDown();
      forget(hook);
    }
  }

  private static void atSignal(Stop stop, CountDownLatch left) {
    try {
      stop.run();
      left.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it runs already: the signal is what ends us
    }
  }

  /** What isn't done goes back at once. */
  private void leave() throws InterruptedException {
    Thread.interrupted();
    channel.awaitCertainty();
    try {
      channel.endSession();
    } catch (RefusedException | UnreachableException e) {
      // the relay sees our end in another way
    }
  }
}
