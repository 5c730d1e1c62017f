package dev.workerpool.api.wire;

/** Releases the lock and waits; {@code attempt} is the same on a retry of the same wait. */
public record ConditionWaitRequest(String session, String attempt, String grant) {
  public ConditionWaitRequest {
    session = Fields.opaque("session", session);
    attempt = Fields.opaque("attempt", attempt);
    grant = Fields.opaque("grant", grant);
  }
}
