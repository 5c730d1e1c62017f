package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.RelayRuntime;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** When something is done for a channel that nobody asked for: later, and not once it rests. */
final class Chores {
  private final RelayRuntime runtime;
  private final Turns turns;
  private volatile boolean resting;

  Chores(RelayRuntime runtime, Turns turns) {
    this.runtime = runtime;
    this.turns = turns;
  }

  void after(Duration delay, Runnable task) {
    runtime.scheduler().after(delay, () -> aside(task));
  }

  /** Soon, in no turn. */
  void aside(Runnable task) {
    runtime.executor().execute(task);
  }

  <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> work) {
    return turns.take(work);
  }

  void rest() {
    resting = true;
  }

  /** Nothing is done any more unasked. */
  boolean resting() {
    return resting;
  }
}
