package dev.workerpool.relay;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Runs what is posted one after the other, on no thread of its own; after each run of posts, the
 * turn. That is where an actor does its work: so what was posted together is worked on together.
 */
final class Mailbox {
  /** Then others that wait for a thread of the executor have their turn. */
  private static final int ROUNDS_IN_A_ROW = 32;

  private final Executor executor;
  private final Runnable turn;
  private final ConcurrentLinkedQueue<Runnable> posts = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  Mailbox(Executor executor, Runnable turn) {
    this.executor = executor;
    this.turn = turn;
  }

  /** Runs it on a thread of the executor. The caller may hold locks, and is never kept. */
  void post(Runnable task) {
    posts.add(task);
    handOn();
  }

  /**
   * Runs it in the caller's thread if nobody works here at the moment: to wake another thread takes
   * longer than most work does. The caller must hold no lock that any post might want.
   *
   * @param enough when the caller has what it came for; what is left then is the executor's
   */
  void enter(Runnable task, BooleanSupplier enough) {
    posts.add(task);
    if (busy.compareAndSet(false, true)) {
      work(enough);
    }
  }

  private void handOn() {
    if (busy.compareAndSet(false, true)) {
      executor.execute(() -> work(() -> false));
    }
  }

  private void work(BooleanSupplier enough) {
    int rounds = 0;
    try {
      do {
        round();
      } while (++rounds < ROUNDS_IN_A_ROW
          && !enough.getAsBoolean()
          && !posts.isEmpty()
          && busy.compareAndSet(false, true));
    } finally {
      if (!posts.isEmpty()) {
        handOn();
      }
    }
  }

  private void round() {
    try {
      Runnable next;
      while ((next = posts.poll()) != null) {
        next.run();
      }
      turn.run();
    } finally {
      busy.set(false);
    }
  }
}
