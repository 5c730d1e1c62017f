package dev.workerpool.relay;

import java.time.Duration;

/** Runs something later; the relay's only way to wait. */
@FunctionalInterface
public interface Scheduler {
  /** Runs the task once, not before the delay has passed; on any thread, briefly. */
  void after(Duration delay, Runnable task);
}
