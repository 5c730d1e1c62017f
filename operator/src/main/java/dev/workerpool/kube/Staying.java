package dev.workerpool.kube;

import java.util.concurrent.Executor;

/**
 * The threads of another executor, each of which goes on with the first task that its own one asked
 * for: what follows an answer of the server needs no other thread to be woken. Whatever else a task
 * asks for goes to other threads. So a task must not wait for one that it asked for.
 */
final class Staying implements Executor {
  /** Then others that wait for a thread have their turn: a busy channel asks without an end. */
  private static final int IN_A_ROW = 32;

  /** What a thread is to do next. */
  private static final class Next {
    private Runnable task;
  }

  private final Executor threads;
  private final ThreadLocal<Next> working = new ThreadLocal<>();

  Staying(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    Next next = working.get();
    if (next != null && next.task == null) {
      next.task = task;
    } else {
      threads.execute(() -> work(task));
    }
  }

  private void work(Runnable first) {
    Next next = new Next();
    working.set(next);
    try {
      next.task = first;
      for (int done = 0; done < IN_A_ROW && next.task != null; done++) {
        taken(next).run();
      }
    } finally {
      working.remove();
      if (next.task != null) { // after as many, or a failure
        threads.execute(() -> work(taken(next)));
      }
    }
  }

  private static Runnable taken(Next next) {
    Runnable task = next.task;
    next.task = null;
    return task;
  }
}
