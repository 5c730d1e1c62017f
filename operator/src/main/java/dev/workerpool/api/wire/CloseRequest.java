package dev.workerpool.api.wire;

/** How a queue is closed: {@code Drain} or {@code Immediate}. */
public record CloseRequest(String mode) {
  public CloseRequest {
    mode = Fields.opaque("mode", mode);
  }
}
