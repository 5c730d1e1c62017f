package dev.workerpool.worker.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Calls that were given up (interrupted, say) though they may take effect: each is undone in the
 * background. Until then this process must not end well: a clean end would confirm what nobody saw.
 */
final class Doubts {
  private final Consumer<Runnable> starter;
  private final Deque<Undo> open = new ArrayDeque<>();
  private boolean running;

  /** Repeats, asks, gives back: whatever brings the relay's view and ours together. */
  interface Undo {
    void run() throws RefusedException, UnreachableException, InterruptedException;
  }

  /**
   * @param starter runs a task on a thread of its own
   */
  Doubts(Consumer<Runnable> starter) {
    this.starter = starter;
  }

  static Doubts inBackground() {
    return new Doubts(
        task -> {
          Thread thread = new Thread(task, "workerpool-doubts");
          thread.setDaemon(true);
          thread.start();
        });
  }

  void add(Undo undo) {
    synchronized (this) {
      open.add(undo);
      if (running) {
        return;
      }
      running = true;
    }
    starter.accept(this::work);
  }

  /** Waits until nothing is in doubt. */
  synchronized void await() throws InterruptedException {
    while (running) {
      wait();
    }
  }

  private void work() {
    for (Undo undo = next(); undo != null; undo = next()) {
      try {
        undo.run();
      } catch (RefusedException | UnreachableException | RuntimeException e) {
        // Nothing more to be done from here, also where an answer made no sense; heartbeats don't
        // list it, so the relay takes it back.
      } catch (InterruptedException e) {
        // Nobody else has this thread: it is told to end.
        return;
      }
    }
  }

  private synchronized Undo next() {
    Undo undo = open.poll();
    if (undo == null) {
      running = false;
      notifyAll();
    }
    return undo;
  }
}
