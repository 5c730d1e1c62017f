package dev.workerpool.relay;

import java.util.concurrent.CompletionStage;

/** The port that tells who a bearer token belongs to. */
public interface Callers {
  /**
   * Never fails for a bad token ({@link Caller.Refused} says why); completes exceptionally when it
   * can't be found out now.
   *
   * @param token as after {@code Bearer }; null or empty when there was none
   */
  CompletionStage<Caller> identify(String token);
}
