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

  /** One that is done later, once, however often it is asked for until then. */
  final class Chore {
    private final Runnable task;
    private volatile boolean set;

    private Chore(Runnable task) {
      this.task = task;
    }

    void after(Duration delay) {
      if (!set) {
        set = true;
        runtime.scheduler().after(delay, () -> aside(this::begin));
      }
    }

    private void begin() {
      set = false;
      task.run();
    }
  }

  Chore chore(Runnable task) {
    return new Chore(task);
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
