package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** How many dead items are made ready again, the first first; all when not sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedriveRequest(Integer max) {
  public RedriveRequest {
    max = Fields.range("max", max, 1, Integer.MAX_VALUE);
  }
}
