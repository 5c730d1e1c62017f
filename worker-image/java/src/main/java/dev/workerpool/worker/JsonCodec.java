package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** The codec without dependencies. Bytes go as they are, everything else as JSON. */
final class JsonCodec<T> implements Codec<T> {
  private static final String BYTES = "application/octet-stream";

  private final Class<T> type;

  JsonCodec(Class<T> type) {
    this.type = type;
  }

  /** For {@code String}s, of the type {@code Queue<String>}; for anything where it doesn't say. */
  static JsonCodec<?> ofElements(Type queue) {
    return queue instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0] instanceof Class<?> element
        ? new JsonCodec<>(element)
        : new JsonCodec<>(Object.class);
  }

  @Override
  public Payload encode(T value) {
    return value instanceof byte[] bytes
        ? Payload.ofBytes(bytes, BYTES)
        : Payload.ofJson(Json.write(value));
  }

  @Override
  public T decode(Payload payload) {
    if (payload.json() != null) {
      return Json.read(payload.json(), type);
    }
    boolean text = payload.contentType() != null && payload.contentType().startsWith("text/");
    if (text && type.isAssignableFrom(String.class)) {
      return type.cast(new String(payload.bytes(), StandardCharsets.UTF_8));
    }
    if (type.isInstance(payload.bytes())) {
      return type.cast(payload.bytes());
    }
    throw new IllegalArgumentException(
        "an item of "
            + payload.contentType()
            + " is no "
            + type.getSimpleName()
            + ": open as byte[]");
  }
}
