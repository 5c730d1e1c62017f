package dev.workerpool.sim;

import dev.workerpool.relay.RelayRuntime;

/**
 * One life of an operating system process: what it runs ends with it, and stands still while it is
 * stopped. What it has sent is under way all the same.
 */
final class Host {
  private final Heap heap;
  private final String name;
  private boolean dead;
  private long stoppedUntil;

  Host(Heap heap, String name) {
    this.heap = heap;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isDead() {
    return dead;
  }

  boolean isStopped() {
    return heap.now() < stoppedUntil;
  }

  void die() {
    dead = true;
  }

  /** SIGSTOP, with SIGCONT so many microseconds later. */
  void stopFor(long micros) {
    stoppedUntil = heap.now() + micros;
  }

  /** Runs it in this process after so many microseconds, if the process lives then. */
  void after(long micros, Runnable task) {
    heap.after(micros, () -> run(task));
  }

  private void run(Runnable task) {
    if (dead) {
      return;
    }
    if (isStopped()) {
      heap.after(stoppedUntil - heap.now(), () -> run(task));
      return;
    }
    task.run();
  }

  /** In which nothing takes time, and nothing happens later. */
  RelayRuntime direct() {
    return new RelayRuntime(
        Runnable::run, (delay, task) -> {}, heap::instant, () -> name + "-" + heap.number());
  }

  RelayRuntime runtime() {
    return new RelayRuntime(
        task -> after(heap.below(200), task),
        (delay, task) -> after(delay.toNanos() / 1000 + heap.below(500), task),
        heap::instant,
        () -> name + "-" + heap.number());
  }
}
