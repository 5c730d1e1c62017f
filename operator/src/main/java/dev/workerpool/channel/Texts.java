package dev.workerpool.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Small facts about texts: their UTF-8 length and a short fingerprint. */
final class Texts {
  private Texts() {}

  static int utf8Length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair is two chars and four bytes: two for each half.
        bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  /**
   * Whether a JSON text can stand in a line as it is: leading or trailing blanks would be lost, and
   * controls would break the line.
   */
  static boolean fitsInLine(String text) {
    return !hasControls(text) && text.strip().length() == text.length();
  }

  /** Bytes of the text as a JSON string, as {@link JsonText} writes it, without the quotes. */
  static int quotedLength(String text) {
    int bytes = utf8Length(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') {
        bytes++;
      } else if (isControl(c)) {
        bytes += 6 - utf8Length(String.valueOf(c));
      }
    }
    return bytes;
  }

  /** Whether the text holds a control character (in JSON: a line break or tab between tokens). */
  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Also those that end a line for some readers. */
  static boolean isControl(char c) {
    return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /** 32 hex digits of SHA-256 over the parts, each ended by a zero byte. */
  static String fingerprint(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
