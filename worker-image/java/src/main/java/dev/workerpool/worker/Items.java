package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.Base64;
import java.util.List;

/** Payloads ⇄ the wire's items. */
final class Items {
  private Items() {}

  static <T> Request.Item of(Codec<T> codec, T value) {
    Codec.Payload payload = codec.encode(value);
    return payload.json() != null
        ? new Request.Item(new Json.Raw(payload.json()), null, null)
        : new Request.Item(
            null, Base64.getEncoder().encodeToString(payload.bytes()), payload.contentType());
  }

  static <T> List<Request.Item> of(Codec<T> codec, List<? extends T> values) {
    return values.stream().map(value -> of(codec, value)).toList();
  }

  static <T> T value(Codec<T> codec, Reply.Item item) {
    return codec.decode(payload(item.json(), item.base64(), item.contentType()));
  }

  static <T> T value(Codec<T> codec, Reply.DeadItem item) {
    return codec.decode(payload(item.json(), item.base64(), item.contentType()));
  }

  private static Codec.Payload payload(Object json, String base64, String contentType) {
    return base64 == null
        ? Codec.Payload.ofJson(Json.write(json))
        : Codec.Payload.ofBytes(Base64.getDecoder().decode(base64), contentType);
  }
}
