package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a channel's objects: {@code P-channel}, {@code P-<uid5>-log-<epoch>-<seq>}, {@code
 * P-<uid5>-snap-<epoch>-<number>-<part>} and {@code P-<uid5>-reign-<epoch>}. Five letters of the
 * pool's UID keep a pool that is applied again away from the objects of its former life.
 */
final class Names {
  private static final int UID_LETTERS = 5;
  private static final Pattern ENTRY = Pattern.compile("log-(\\d{1,18})-(\\d{1,18})");
  private static final Pattern PART = Pattern.compile("snap-(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");

  private static final Pattern REIGN = Pattern.compile("reign-(\\d{1,18})");

  /** What a name stands for. */
  sealed interface Kind {
    long epoch();
  }

  /** An entry of the log. */
  record Entry(long epoch, long seq) implements Kind {}

  /** A part of a snapshot, from 0. */
  record Part(long epoch, long number, int part) implements Kind {}

  /** The mark of a reign. */
  record Reign(long epoch) implements Kind {}

  private Names() {}

  static String head(PoolChannel channel) {
    return channel.ref().name() + "-channel";
  }

  static String entry(PoolChannel channel, long epoch, long seq) {
    return prefix(channel) + "log-" + epoch + "-" + seq;
  }

  static String part(PoolChannel channel, long epoch, long number, int part) {
    return prefix(channel) + "snap-" + epoch + "-" + number + "-" + part;
  }

  static String reign(PoolChannel channel, long epoch) {
    return prefix(channel) + "reign-" + epoch;
  }

  /** Empty for the head, and for what is none of the channel's own objects. */
  static Optional<Kind> kind(PoolChannel channel, String name) {
    if (!name.startsWith(prefix(channel))) {
      return Optional.empty();
    }
    String rest = name.substring(prefix(channel).length());
    Matcher entry = ENTRY.matcher(rest);
    if (entry.matches()) {
      return Optional.of(new Entry(number(entry, 1), number(entry, 2)));
    }
    Matcher reign = REIGN.matcher(rest);
    if (reign.matches()) {
      return Optional.of(new Reign(number(reign, 1)));
    }
    Matcher part = PART.matcher(rest);
    return part.matches()
        ? Optional.of(new Part(number(part, 1), number(part, 2), (int) number(part, 3)))
        : Optional.empty();
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }

  private static String prefix(PoolChannel channel) {
    String letters = channel.poolUid().replace("-", "");
    String last = letters.substring(Math.max(0, letters.length() - UID_LETTERS));
    return channel.ref().name() + "-" + last + "-";
  }
}
