package dev.workerpool.api.wire;

/** A lease that a session says it holds, with the item behind it. */
public record HeldLease(String lease, String queue, String id) {
  public HeldLease {
    lease = Fields.opaque("held.lease", lease);
    queue = Fields.opaque("held.queue", queue);
    id = Fields.opaque("held.id", id);
  }
}
