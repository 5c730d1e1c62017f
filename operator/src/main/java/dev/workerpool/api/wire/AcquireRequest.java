package dev.workerpool.api.wire;

/** Asks for a lock or semaphore; {@code attempt} is the same on a retry of the same acquire. */
public record AcquireRequest(String session, String attempt) {
  public AcquireRequest {
    session = Fields.opaque("session", session);
    attempt = Fields.opaque("attempt", attempt);
  }
}
