package dev.workerpool.relay.hybrid;

import java.util.Map;
import java.util.Objects;

/**
 * A ConfigMap without its data.
 *
 * @param version resourceVersion
 * @param ownerUid UID of the WorkerPool that owns it; null for none
 */
public record MapMeta(
    String name,
    String uid,
    String version,
    String ownerUid,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public MapMeta {
    Objects.requireNonNull(name);
    Objects.requireNonNull(uid);
    Objects.requireNonNull(version);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
