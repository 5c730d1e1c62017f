package dev.workerpool.worker.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a loop over items is, so that it can be stopped between two of them. */
final class Stopping {
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean asked;
  private Thread taker;
  private Process command;

  /** Whether another item may be taken; if so, the caller now waits for one. */
  synchronized boolean mayTake() {
    taker = asked ? null : Thread.currentThread();
    return !asked;
  }

  /** The caller waits no more. */
  synchronized void taken() {
    taker = null;
    Thread.interrupted(); // a stop that came too late for this wait: the loop ends by itself
  }

  synchronized void runs(Process process) {
    command = process;
  }

  void over() {
    over.countDown();
  }

  synchronized void ask() {
    asked = true;
    if (taker != null) {
      taker.interrupt();
    }
  }

  boolean isOver(Duration within) throws InterruptedException {
    return over.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void killCommand() {
    if (command != null) {
      // The command first: a shell that sees only its child killed would go on, and may end with 0.
      var children = command.descendants().toList();
      command.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
