package dev.workerpool.http;

import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Callers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows tokens by heart: {@code POOL/UID} in namespace default, {@code operator}, {@code foreign}.
 */
final class FakeCallers implements Callers {
  @Override
  public CompletionStage<Caller> identify(String token) {
    return CompletableFuture.completedStage(caller(token));
  }

  private static Caller caller(String token) {
    if (token.equals("operator")) {
      return new Caller.Operator();
    }
    if (token.equals("foreign")) {
      return new Caller.Refused(true, "pod default/x belongs to no pool");
    }
    String[] parts = token.split("/");
    return parts.length == 2
        ? new Caller.Worker("default", parts[0], parts[0], parts[1])
        : new Caller.Refused(false, "the token was refused");
  }
}
