package dev.workerpool.worker.client;

/** No answer, for longer than the caller's patience. Whether the call took effect is unknown. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
