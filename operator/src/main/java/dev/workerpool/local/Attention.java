package dev.workerpool.local;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a run's one thread waits for: something has changed, or a signal came. */
final class Attention {
  private static final int SIGNAL_BASE = 128;

  private final BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
  private final AtomicInteger signal = new AtomicInteger();
  private volatile Runnable onRepeatedSignal =
      () -> Runtime.getRuntime().halt(SIGNAL_BASE + signal());

  /** Something has changed. From any thread. */
  void changed() {
    changes.offer(Boolean.TRUE);
  }

  /** A signal to us, by its number. From any thread. */
  void signalled(int number) {
    if (signal.compareAndSet(0, number)) {
      changed();
    } else {
      onRepeatedSignal.run();
    }
  }

  /**
   * What to do when the user doesn't want to wait for what the first signal led to. As long as
   * nothing is said, and so nothing runs yet, the JVM ends.
   */
  void onRepeatedSignal(Runnable task) {
    onRepeatedSignal = task;
  }

  /** The first signal that came; 0 for none. */
  int signal() {
    return signal.get();
  }

  /** Waits, not longer than that; answers whether something has changed since the last call. */
  boolean await(Duration longest) throws InterruptedException {
    return changes.poll(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS) != null;
  }
}
