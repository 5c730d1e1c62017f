package dev.workerpool.relay.hybrid;

import java.util.Map;
import java.util.Objects;

/**
 * A ConfigMap as it was read.
 *
 * @param binary decoded
 */
public record MapObject(MapMeta meta, Map<String, String> data, Map<String, byte[]> binary) {
  public MapObject {
    Objects.requireNonNull(meta);
    data = Map.copyOf(data);
    binary = Map.copyOf(binary);
  }
}
