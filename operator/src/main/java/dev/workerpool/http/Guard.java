package dev.workerpool.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides from path and headers, before any body is read, who may go on; else it completes with a
 * {@link Problem}.
 */
@FunctionalInterface
interface Guard {
  /** Lets everyone in. */
  Guard OPEN = call -> CompletableFuture.completedStage(call);

  /** The call to go on with, possibly with the caller noted in it. */
  CompletionStage<Call> admit(Call call);
}
