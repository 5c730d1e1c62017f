package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Opens a session, or finds it again by its nonce; {@code held} re-asserts leases after a takeover.
 */
public record SessionRequest(
    String nonce, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeldLease> held) {
  public SessionRequest {
    nonce = Fields.opaque("nonce", nonce);
    held = Fields.list("held", held);
  }
}
