package dev.workerpool.api.wire;

/** The pod whose processes are to kill themselves; the operator's. */
public record KillRequest(String pod) {
  public KillRequest {
    pod = Fields.opaque("pod", pod);
  }
}
