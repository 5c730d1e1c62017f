package dev.workerpool.local;

import dev.workerpool.channel.UnreadableException;
import dev.workerpool.fuzz.KeptInputs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A channel's files, changed by any hand. The first byte says which: {@code H} a head, {@code L} a
 * log, as they are; {@code h} and {@code l} with good checksums, for a first line and a body.
 */
public class FilesFuzzTest {

  /** Read, or unreadable. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] file = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (input[0]) {
        case 'H' -> FileHead.decode(file);
        case 'h' -> headAgain(FileHead.decode(summed(file)));
        case 'l' -> FileLog.read(commits(file));
        default -> FileLog.read(file);
      }
    } catch (UnreadableException expected) {
      return;
    }
  }

  private static void headAgain(FileHead head) {
    if (!FileHead.decode(head.encode()).equals(head)) {
      throw new AssertionError(head.toString());
    }
  }

  private static byte[] summed(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String[] parts = text.split("\n", 2);
    byte[] body = parts.length < 2 ? new byte[0] : bytes(parts[1]);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(parts[0].replace("CRC", FileLog.crc(body)) + "\n"));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static byte[] commits(byte[] file) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String commit : new String(file, StandardCharsets.ISO_8859_1).split("\n\n")) {
      byte[] body = bytes(commit + "\n");
      all.writeBytes(bytes(FileLog.crc(body) + " "));
      all.writeBytes(body);
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @KeptInputs
  void file_isReadOrUnreadable(byte[] input) {
    fuzzerTestOneInput(input);
  }
}
