package dev.workerpool.relay;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs what is posted one after the other, on no thread of its own; after each run of posts, the
 * turn. That is where an actor does its work: so what was posted together is worked on together.
 */
final class Mailbox {
  private final Executor executor;
  private final Runnable turn;
  private final ConcurrentLinkedQueue<Runnable> posts = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Mailbox(Executor executor, Runnable turn) {
    this.executor = executor;
    this.turn = turn;
  }

  void post(Runnable task) {
    posts.add(task);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    try {
      Runnable next;
      while ((next = posts.poll()) != null) {
        next.run();
      }
      turn.run();
    } finally {
      scheduled.set(false);
      if (!posts.isEmpty()) {
        schedule();
      }
    }
  }
}
