package dev.workerpool.worker.cli;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Items as a shell sees them: bytes as they are, strings as their text, all else as JSON. */
final class Shown {
  private Shown() {}

  /**
   * @param json strings as JSON, too
   */
  static byte[] of(Reply.Item item, boolean json) {
    if (item.base64() != null) {
      return Base64.getDecoder().decode(item.base64());
    }
    return text(item, json).getBytes(StandardCharsets.UTF_8);
  }

  /** The text of an item that is no bytes. */
  static String text(Reply.Item item, boolean json) {
    return item.json() instanceof String text && !json ? text : Json.write(item.json());
  }

  /**
   * What a command printed, as an item: a string without its last line break; bytes where it is no
   * UTF-8.
   *
   * @param json the output is JSON
   * @throws IllegalArgumentException when it is none
   */
  static Request.Item output(byte[] output, boolean json) {
    String text = utf8(output);
    if (text == null) {
      return bytes(output);
    }
    if (json) {
      Json.read(text);
      return new Request.Item(new Json.Raw(text.strip()), null, null);
    }
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return new Request.Item(new Json.Raw(Json.write(line)), null, null);
  }

  /** The text that those bytes are; null where they are none. */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  static Request.Item bytes(byte[] bytes) {
    return new Request.Item(
        null, Base64.getEncoder().encodeToString(bytes), "application/octet-stream");
  }
}
