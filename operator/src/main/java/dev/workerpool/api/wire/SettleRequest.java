package dev.workerpool.api.wire;

import java.util.List;

/** Says which leases are done and which items go back, all or none. */
public record SettleRequest(String session, List<String> ack, List<String> nack) {
  public SettleRequest {
    session = Fields.opaque("session", session);
    ack = Fields.list("ack", ack);
    nack = Fields.list("nack", nack);
  }
}
