package dev.workerpool.api.wire;

import java.util.List;

/** All leases that a session holds now. */
public record HeartbeatRequest(List<String> held) {
  public HeartbeatRequest {
    held = Fields.required("held", held);
  }
}
