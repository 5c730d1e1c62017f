package dev.workerpool.local;

import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The text of a log: a line for each commit, {@code CRC32C of the rest, in hex}, a blank, epoch,
 * holder and nonce, and a line for each of its records, and an empty line. So what was cut off
 * while it was written is seen, and a person can read it.
 */
final class FileLog {
  private FileLog() {}

  /**
   * A log as read.
   *
   * @param stamp of the last commit; null when there is none
   * @param records of all commits
   * @param bytes length of the whole commits; what follows was cut off
   */
  record Read(Stamp stamp, List<String> records, long bytes) {}

  static byte[] commit(Stamp stamp, List<String> records) {
    StringBuilder body = new StringBuilder();
    body.append(stamp.epoch()).append(' ').append(stamp.holder());
    body.append(' ').append(stamp.commit()).append('\n');
    records.forEach(record -> body.append(record).append('\n'));
    String text = body.toString();
    return (crc(text.getBytes(StandardCharsets.UTF_8)) + " " + text + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static String crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }

  /** Reads whole commits from the start; stops at the first that is not whole. */
  static Read read(byte[] log) {
    Stamp stamp = null;
    List<String> records = new ArrayList<>();
    int start = 0;
    for (int end = endOf(log, start); end >= 0; end = endOf(log, start)) {
      String[] lines = whole(log, start, end);
      if (lines == null) {
        refuseIfMoreFollows(log, end);
        break;
      }
      stamp = stamp(lines[0]);
      records.addAll(List.of(lines).subList(1, lines.length));
      start = end;
    }
    return new Read(stamp, records, start);
  }

  private static Stamp stamp(String line) {
    String[] words = line.split(" ");
    try {
      return new Stamp(Long.parseLong(words[0]), words[1], words[2]);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new UnreadableException("a commit of the log doesn't say whose it is", e);
    }
  }

  /** A cut-off end is never followed by a whole commit; a damaged middle may be. */
  private static void refuseIfMoreFollows(byte[] log, int from) {
    int start = from;
    for (int end = endOf(log, start); end >= 0; end = endOf(log, start)) {
      if (whole(log, start, end) != null) {
        throw new UnreadableException(
            "the log is damaged in the middle, before byte " + from, null);
      }
      start = end;
    }
  }

  /** Just behind the empty line that ends the commit; -1 when there is none. */
  private static int endOf(byte[] log, int start) {
    for (int i = start; i + 1 < log.length; i++) {
      if (log[i] == '\n' && log[i + 1] == '\n') {
        return i + 2;
      }
    }
    return -1;
  }

  /** The commit's lines without the CRC; null when it is damaged. */
  private static String[] whole(byte[] log, int start, int end) {
    if (end - start < 12) {
      return null;
    }
    byte[] body = Arrays.copyOfRange(log, start + 9, end - 1);
    String crc = new String(log, start, 8, StandardCharsets.US_ASCII);
    return crc.equals(crc(body)) ? new String(body, StandardCharsets.UTF_8).split("\n") : null;
  }
}
