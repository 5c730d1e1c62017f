package dev.workerpool.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Futures of replies that can be cancelled down to what they wait for. */
final class Replies {
  private Replies() {}

  /** What {@code source} completes with, turned into a reply; cancelling it cancels the source. */
  static <T> CompletableFuture<Reply> later(CompletableFuture<T> source, Function<T, Reply> reply) {
    CompletableFuture<Reply> replied = source.thenApply(reply);
    replied.whenComplete(
        (r, failure) -> {
          if (failure instanceof CancellationException) {
            source.cancel(false);
          }
        });
    return replied;
  }
}
