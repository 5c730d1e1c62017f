package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Makes a queue at run time; no {@code maxSize}, or 0, means unbounded. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueMakeRequest(Integer maxSize) {
  public QueueMakeRequest {
    if (maxSize != null && maxSize < 0) {
      throw new IllegalArgumentException("maxSize: must not be negative");
    }
  }
}
