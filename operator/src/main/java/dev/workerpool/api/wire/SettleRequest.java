package dev.workerpool.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Says which leases are done, which items go back, and what is put in the same step; all or none.
 */
public record SettleRequest(
    String session,
    List<String> ack,
    List<Nack> nack,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ThenPut> then) {
  public SettleRequest {
    session = Fields.opaque("session", session);
    ack = Fields.list("ack", ack);
    nack = Fields.list("nack", nack);
    then = Fields.list("then", then);
  }
}
