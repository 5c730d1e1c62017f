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

  /** Larger than any text we write into one object. */
  private static final int MAX_TEXT = 64 << 20;

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
   * @throws UnreadableException when a value can't be unzipped
   */
  static Map<String, String> unpack(MapObject object) {
    Map<String, String> texts = new LinkedHashMap<>(object.data());
    object
        .binary()
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(ZIPPED)) {
                texts.put(name.substring(0, name.length() - ZIPPED.length()), unzip(name, bytes));
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

  private static String unzip(String name, byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] text = in.readNBytes(MAX_TEXT + 1);
      if (text.length > MAX_TEXT) {
        throw new UnreadableException(name + " is too long unzipped", null);
      }
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnreadableException(name + " can't be unzipped", e);
    }
  }
}
