package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Texts as a ConfigMap's values: as they are while short, else gzipped under their name with {@code
 * .gz}, so that {@code base64 -d | gunzip} shows them.
 */
record Packed(Map<String, String> data, Map<String, byte[]> binary) {
  private static final String ZIPPED = ".gz";

  static Packed of(Map<String, String> texts, int plainUpTo) {
    Map<String, String> data = new LinkedHashMap<>();
    Map<String, byte[]> binary = new LinkedHashMap<>();
    texts.forEach(
        (name, text) -> {
          if (text.length() < plainUpTo) {
            data.put(name, text);
          } else {
            binary.put(name + ZIPPED, zip(text));
          }
        });
    return new Packed(data, binary);
  }

  /**
   * The texts again.
   *
   * @throws UnreadableException when a value can't be unzipped, or there is no room for it
   */
  static Map<String, String> unpack(MapObject object, Room room) {
    Map<String, String> texts = new LinkedHashMap<>(object.data());
    object
        .binary()
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(ZIPPED)) {
                String file = name.substring(0, name.length() - ZIPPED.length());
                texts.put(file, unzip(object.meta().name() + " " + name, bytes, room));
              }
            });
    return texts;
  }

  /** A checksum over names and texts, in the order of the names; eight hex digits. */
  static String crc(Map<String, String> texts) {
    CRC32C crc = new CRC32C();
    new TreeMap<>(texts)
        .forEach(
            (name, text) -> {
              crc.update((name + "\n").getBytes(StandardCharsets.UTF_8));
              crc.update(text.getBytes(StandardCharsets.UTF_8));
            });
    return String.format("%08x", crc.getValue());
  }

  private static byte[] zip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 3 + 64);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String unzip(String name, byte[] bytes, Room room) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] text = in.readNBytes(room.next() + 1);
      room.take(name, text.length);
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnreadableException(name + " can't be unzipped", e);
    }
  }
}
