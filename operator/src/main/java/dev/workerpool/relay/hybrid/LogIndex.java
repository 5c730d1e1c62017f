package dev.workerpool.relay.hybrid;

import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The head's {@code log.json}: who wrote it, and where the rest is. The state is the checkpoint
 * (the snapshot, or without one the head's own files) with the closed ranges folded in, in order,
 * then the open epoch's entries from {@code from} on, as far as they follow without a gap.
 *
 * @param by the reign, and the last commit that the checkpoint or a take-over contains
 * @param write a nonce of this very write of the head
 * @param open epoch whose entries count; lower than {@code by}'s while a take-over is under way
 * @param closed ranges of earlier epochs' logs that count
 * @param snapshot null: the head's own files
 */
record LogIndex(
    int format,
    Stamp by,
    String write,
    long open,
    long from,
    List<Range> closed,
    Snapshot snapshot) {
  static final String FILE = "log.json";
  private static final int FORMAT = 1;

  /** Entries of one epoch, both ends included. */
  record Range(long epoch, long from, long to) {}

  /**
   * A snapshot, all of whose parts are there.
   *
   * @param bytes of the parts, as stored
   */
  record Snapshot(long epoch, long number, int parts, long bytes) {}

  LogIndex {
    Objects.requireNonNull(by, "by is missing");
    Objects.requireNonNull(write, "write is missing");
    closed = closed == null ? List.of() : List.copyOf(closed);
  }

  /** For a checkpoint after which that epoch's entries count from {@code from} on. */
  static LogIndex checkpoint(Stamp by, String write, long from, Snapshot snapshot) {
    return new LogIndex(FORMAT, by, write, by.epoch(), from, List.of(), snapshot);
  }

  /** For a head that was written before there were logs. */
  static LogIndex withoutLog(Stamp by) {
    return checkpoint(by, "", 1, null);
  }

  /**
   * @throws UnreadableException when it is none, or of a newer format
   */
  static LogIndex decode(String json) {
    LogIndex index;
    try {
      index = WireJson.read(json, LogIndex.class);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(FILE + ": " + e.getMessage(), e);
    }
    if (index.format != FORMAT) {
      throw new UnreadableException(
          FILE + ": format " + index.format + " is not known here, only " + FORMAT, null);
    }
    if (!index.possible()) {
      throw new UnreadableException(FILE + ": has numbers that can't be", null);
    }
    return index;
  }

  private boolean possible() {
    boolean ranges =
        closed.stream().allMatch(r -> r.epoch() >= 1 && r.from() >= 1 && r.to() < Long.MAX_VALUE);
    boolean parts =
        snapshot == null
            || snapshot.parts() >= 1
                && snapshot.epoch() >= 1
                && snapshot.number() >= 1
                && snapshot.bytes() >= 0;
    return by.epoch() >= 1 && open >= 0 && from >= 1 && ranges && parts;
  }

  String encode() {
    return WireJson.write(this) + "\n";
  }

  /** The same log, but nobody of the reign before can commit to it any more. */
  LogIndex fenced(Stamp next, String nonce) {
    return new LogIndex(FORMAT, next, nonce, open, from, closed, snapshot);
  }

  /** After a take-over: the open log ends with {@code last}, and {@code by}'s own begins. */
  LogIndex begun(String nonce, long last) {
    List<Range> ranges = new ArrayList<>(closed);
    if (last >= from) {
      ranges.add(new Range(open, from, last));
    }
    return new LogIndex(FORMAT, by, nonce, by.epoch(), 1, ranges, snapshot);
  }

  /** Whether that entry counts once it is there, being of the log that goes on. */
  boolean counts(LogEntry entry) {
    return entry.stamp().epoch() == open && entry.seq() >= from;
  }

  /** Whether that object is part of what this index leads to, or may become it. */
  boolean needs(Names.Kind kind) {
    if (kind instanceof Names.Part part) {
      return snapshot != null
          && part.epoch() == snapshot.epoch()
          && part.number() == snapshot.number()
          && part.part() < snapshot.parts();
    }
    if (kind instanceof Names.Reign reign) {
      return reign.epoch() == by.epoch();
    }
    Names.Entry entry = (Names.Entry) kind;
    return entry.epoch() == open && entry.seq() >= from
        || closed.stream()
            .anyMatch(
                r ->
                    r.epoch() == entry.epoch() && r.from() <= entry.seq() && entry.seq() <= r.to());
  }
}
