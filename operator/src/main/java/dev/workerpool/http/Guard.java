package dev.workerpool.http;

import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Callers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides from path and headers, before any body is read, who may go on. Completes with the caller,
 * or with a {@link Problem}.
 */
@FunctionalInterface
interface Guard {
  CompletionStage<Caller> admit(Call head);

  /** Lets everyone in, as nobody in particular. */
  static Guard open() {
    return head -> CompletableFuture.completedStage(new Caller.Refused(false, "not asked"));
  }

  /** Workers and guests of that very channel, and the operator. */
  static Guard channel(Callers callers) {
    return head ->
        identify(callers, head)
            .thenApply(
                caller -> {
                  if (caller instanceof Caller.Worker worker) {
                    requireOwnChannel(worker, head.path());
                  } else if (caller instanceof Caller.Guest guest) {
                    requireOwnChannel(guest, head.path());
                  }
                  return caller;
                });
  }

  /** The operator only. */
  static Guard operator(Callers callers) {
    return head ->
        identify(callers, head)
            .thenApply(
                caller -> {
                  if (caller instanceof Caller.Operator) {
                    return caller;
                  }
                  throw Problem.of(ProblemType.FORBIDDEN, "only the operator may do this");
                });
  }

  private static CompletionStage<Caller> identify(Callers callers, Call head) {
    Optional<String> token = head.header("authorization").flatMap(Guard::bearer);
    if (token.isEmpty()) {
      throw unauthenticated("a header Authorization: Bearer TOKEN is required");
    }
    return callers
        .identify(token.get())
        .handle(
            (caller, failure) -> {
              if (failure != null) {
                throw Problem.of(ProblemType.OVERLOADED, "callers cannot be identified right now")
                    .withRetryAfter(1);
              }
              if (caller instanceof Caller.Refused refused) {
                throw refused.known()
                    ? Problem.of(ProblemType.FORBIDDEN, refused.reason())
                    : unauthenticated(refused.reason());
              }
              return caller;
            });
  }

  private static Problem unauthenticated(String detail) {
    return Problem.of(ProblemType.UNAUTHENTICATED, detail).withHeader("WWW-Authenticate", "Bearer");
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(authorization.substring(7).strip()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private static void requireOwnChannel(Caller.Guest guest, Map<String, String> path) {
    if (!guest.namespace().equals(path.get("ns")) || !guest.channel().equals(path.get("channel"))) {
      throw Problem.of(
          ProblemType.FORBIDDEN,
          "this token is for channel %s/%s only".formatted(guest.namespace(), guest.channel()));
    }
  }

  private static void requireOwnChannel(Caller.Worker worker, Map<String, String> path) {
    String namespace = path.get("ns");
    String channel = path.get("channel");
    if (!worker.namespace().equals(namespace) || !worker.channel().equals(channel)) {
      throw Problem.of(
          ProblemType.FORBIDDEN,
          "pool %s/%s uses channel %s, not %s/%s"
              .formatted(worker.namespace(), worker.pool(), worker.channel(), namespace, channel));
    }
  }
}
