package dev.workerpool.api.wire;

/** One {@code task_done()}; {@code key} makes a repeat harmless. */
public record TaskDoneRequest(String session, String key) {
  public TaskDoneRequest {
    session = Fields.opaque("session", session);
    key = Fields.opaque("key", key);
  }
}
