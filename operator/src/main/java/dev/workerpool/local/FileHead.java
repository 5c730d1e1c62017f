package dev.workerpool.local;

import dev.workerpool.channel.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of a head file: a first line {@code workerpool-channel 1 GENERATION CRC32C POOL-UID},
 * then each of its texts after a line {@code --- NAME BYTES}.
 *
 * @param generation rises with each head written; the log of that number belongs to it
 */
record FileHead(long generation, String poolUid, Map<String, String> content) {
  private static final String MAGIC = "workerpool-channel 1 ";

  byte[] encode() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    content.forEach(
        (name, text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          body.writeBytes(
              ("--- " + name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
          body.writeBytes(bytes);
          body.write('\n');
        });
    byte[] bytes = body.toByteArray();
    String first = MAGIC + generation + " " + FileLog.crc(bytes) + " " + poolUid + "\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + 128);
    all.writeBytes(first.getBytes(StandardCharsets.UTF_8));
    all.writeBytes(bytes);
    return all.toByteArray();
  }

  /**
   * @throws UnreadableException when it isn't what was written
   */
  static FileHead decode(byte[] file) {
    int end = lineEnd(file, 0);
    String first = new String(file, 0, end, StandardCharsets.UTF_8);
    String[] words = first.split(" ");
    if (!first.startsWith(MAGIC) || words.length != 5) {
      throw new UnreadableException("not a channel's head file", null);
    }
    byte[] body = Arrays.copyOfRange(file, end + 1, file.length);
    if (!FileLog.crc(body).equals(words[3])) {
      throw new UnreadableException("the channel's head file is damaged", null);
    }
    try {
      return new FileHead(Long.parseLong(words[2]), words[4], content(body));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableException("the channel's head file is damaged", e);
    }
  }

  private static Map<String, String> content(byte[] body) {
    Map<String, String> content = new LinkedHashMap<>();
    int at = 0;
    while (at < body.length) {
      int end = lineEnd(body, at);
      String[] words = new String(body, at, end - at, StandardCharsets.UTF_8).split(" ");
      int length = Integer.parseInt(words[2]);
      if (length < 0 || length >= body.length - end) {
        throw new UnreadableException("a text of the head file ends too early", null);
      }
      content.put(words[1], new String(body, end + 1, length, StandardCharsets.UTF_8));
      at = end + 1 + length + 1;
    }
    return content;
  }

  private static int lineEnd(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != '\n') {
      i++;
    }
    if (i == bytes.length) {
      throw new UnreadableException("a line without an end", null);
    }
    return i;
  }
}
