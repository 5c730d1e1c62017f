package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Java values ⇄ items. Bytes go as they are, everything else as JSON. */
final class Items {
  private static final String BYTES = "application/octet-stream";

  private Items() {}

  static Request.Item of(Object value) {
    if (value instanceof byte[] bytes) {
      return new Request.Item(null, Base64.getEncoder().encodeToString(bytes), BYTES);
    }
    return new Request.Item(new Json.Raw(Json.write(value)), null, null);
  }

  static <T> T value(Reply.Item item, Class<T> type) {
    if (item.base64() == null) {
      return Json.as(item.json(), type);
    }
    byte[] bytes = Base64.getDecoder().decode(item.base64());
    boolean text = item.contentType() != null && item.contentType().startsWith("text/");
    if (text && type.isAssignableFrom(String.class)) {
      return type.cast(new String(bytes, StandardCharsets.UTF_8));
    }
    if (type.isInstance(bytes)) {
      return type.cast(bytes);
    }
    throw new IllegalArgumentException(
        "an item of " + item.contentType() + " is no " + type.getSimpleName() + ": open as byte[]");
  }
}
