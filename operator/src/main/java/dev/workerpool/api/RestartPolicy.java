package dev.workerpool.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a process that has ended is started again, as another attempt in a new pod. */
public enum RestartPolicy {
  @JsonProperty("Never")
  NEVER,
  @JsonProperty("OnFailure")
  ON_FAILURE,
  @JsonProperty("Always")
  ALWAYS
}
