package dev.workerpool.api.wire;

/** Makes a condition at run time, under a lock that is there. */
public record ConditionMakeRequest(String lock) {
  public ConditionMakeRequest {
    lock = Fields.opaque("lock", lock);
  }
}
