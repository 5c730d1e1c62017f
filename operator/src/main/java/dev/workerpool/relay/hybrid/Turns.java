package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.Failures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One thing at a time, in order, each until its stage completes; on no thread of its own. */
final class Turns {
  private final Executor executor;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  Turns(Executor executor) {
    this.executor = executor;
  }

  <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable turn = () -> run(work, result);
    synchronized (this) {
      if (busy) {
        waiting.add(turn);
        return result;
      }
      busy = true;
    }
    turn.run();
    return result;
  }

  private <T> void run(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedStage(e);
    }
    stage.whenComplete(
        (value, failure) -> {
          next();
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(Failures.cause(failure));
          }
        });
  }

  private void next() {
    Runnable turn;
    synchronized (this) {
      turn = waiting.poll();
      busy = turn != null;
    }
    if (turn != null) {
      executor.execute(turn);
    }
  }
}
