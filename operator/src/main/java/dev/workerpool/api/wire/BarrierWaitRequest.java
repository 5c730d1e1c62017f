package dev.workerpool.api.wire;

/** Waits for the others; {@code attempt} is the same on a retry of the same wait. */
public record BarrierWaitRequest(String session, String attempt) {
  public BarrierWaitRequest {
    session = Fields.opaque("session", session);
    attempt = Fields.opaque("attempt", attempt);
  }
}
