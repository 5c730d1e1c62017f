package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A ConfigMap to be written. Labels and owner follow from the channel: {@code /channel}, {@code
 * /pool}, {@code /pool-uid}, owned by the WorkerPool.
 *
 * @param immutable its data never change
 * @param binary encoded as base64 on the wire, counted decoded
 */
public record MapDraft(
    PoolChannel channel,
    String name,
    Map<String, String> annotations,
    boolean immutable,
    Map<String, String> data,
    Map<String, byte[]> binary) {
  public MapDraft {
    Objects.requireNonNull(channel);
    Objects.requireNonNull(name);
    annotations = Map.copyOf(annotations);
    data = Map.copyOf(data);
    binary = Map.copyOf(binary);
  }

  public String namespace() {
    return channel.ref().namespace();
  }

  /** Bytes of all values, as the API server counts them. */
  public long bytes() {
    long bytes = 0;
    for (String text : data.values()) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    for (byte[] value : binary.values()) {
      bytes += value.length;
    }
    return bytes;
  }

  /** Whether that object is what this draft would make. */
  boolean madeOf(MapObject object) {
    return data.equals(object.data())
        && binary.keySet().equals(object.binary().keySet())
        && binary.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), object.binary().get(e.getKey())));
  }
}
