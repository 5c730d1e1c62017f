package dev.workerpool.relay;

import java.util.concurrent.CompletionException;

/** What went wrong, of a stage that completed exceptionally. */
public final class Failures {
  private Failures() {}

  /** Without the wrapping that a stage puts around another one's failure. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
