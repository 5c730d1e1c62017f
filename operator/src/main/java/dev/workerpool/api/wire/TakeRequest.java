package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Asks for up to {@code max} items; {@code attempt} is the same on a retry of the same get. Says
 * before which leases are done and what is put in the same step: all or nothing of these.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TakeRequest(
    String session,
    int max,
    String attempt,
    String handle,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ack,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ThenPut> then) {
  public TakeRequest {
    session = Fields.opaque("session", session);
    if (max < 1) {
      throw new IllegalArgumentException("max: must be at least 1");
    }
    attempt = Fields.opaque("attempt", attempt);
    handle = Fields.optional("handle", handle);
    ack = Fields.list("ack", ack);
    then = Fields.list("then", then);
  }
}
