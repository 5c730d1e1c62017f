package dev.workerpool.worker.json;

/**
 * A text that is no JSON, a value that JSON cannot say, or one that isn't of the type asked for.
 */
public final class JsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }
}
