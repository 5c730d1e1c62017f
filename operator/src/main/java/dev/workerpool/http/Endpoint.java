package dev.workerpool.http;

import dev.workerpool.relay.Caller;
import java.util.concurrent.CompletableFuture;

/**
 * Answers a call, now or later; a {@link Problem} thrown or completed with is an answer, too.
 * Cancelling the future tells it that the client is gone.
 */
@FunctionalInterface
interface Endpoint {
  CompletableFuture<Reply> answer(Call call, Caller caller);
}
