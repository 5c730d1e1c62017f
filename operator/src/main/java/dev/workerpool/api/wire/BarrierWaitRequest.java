package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Waits for the others.
 *
 * @param attempt the same on a retry of the same wait
 * @param last true: waits no longer; the barrier breaks unless all have come. Null: as false
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BarrierWaitRequest(String session, String attempt, Boolean last) {
  public BarrierWaitRequest {
    session = Fields.opaque("session", session);
    attempt = Fields.opaque("attempt", attempt);
  }
}
