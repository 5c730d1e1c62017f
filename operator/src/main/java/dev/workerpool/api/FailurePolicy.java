package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the other processes when one has failed for good. */
public enum FailurePolicy {
  @JsonProperty("Continue")
  CONTINUE,
  @JsonProperty("Terminate")
  TERMINATE
}
