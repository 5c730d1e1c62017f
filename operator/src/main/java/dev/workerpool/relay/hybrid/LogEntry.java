package dev.workerpool.relay.hybrid;

import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.PoolChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One commit in the log: an immutable object with {@code entry.json}, which says which it is and
 * holds a checksum, and {@code records.jsonl}.
 */
record LogEntry(Stamp stamp, long seq, List<String> records) {
  private static final String ENTRY = "entry.json";
  private static final String RECORDS = "records.jsonl";
  private static final int FORMAT = 1;

  /** The first file. */
  record Title(int format, Stamp by, long seq, String crc) {}

  LogEntry {
    records = List.copyOf(records);
  }

  /** Characters of its records. */
  long length() {
    return records.stream().mapToLong(String::length).sum();
  }

  MapDraft draft(PoolChannel channel, int plainUpTo) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(RECORDS, String.join("\n", records) + "\n");
    String crc = Packed.crc(texts);
    texts.put(ENTRY, WireJson.write(new Title(FORMAT, stamp, seq, crc)) + "\n");
    Packed packed = Packed.of(texts, plainUpTo);
    String name = Names.entry(channel, stamp.epoch(), seq);
    return new MapDraft(channel, name, Map.of(), true, packed.data(), packed.binary());
  }

  /**
   * @throws UnreadableException when it isn't what was written under that name
   */
  static LogEntry of(MapObject object, Names.Entry name, Room room) {
    Map<String, String> texts = Packed.unpack(object, room);
    Title title = title(object, texts.getOrDefault(ENTRY, ""));
    String records = texts.getOrDefault(RECORDS, "");
    boolean whole =
        title.by().epoch() == name.epoch()
            && title.seq() == name.seq()
            && title.crc().equals(Packed.crc(Map.of(RECORDS, records)));
    if (!whole) {
      throw new UnreadableException("log entry " + object.meta().name() + " is damaged", null);
    }
    return new LogEntry(title.by(), title.seq(), records.lines().toList());
  }

  private static Title title(MapObject object, String json) {
    Title title;
    try {
      title = WireJson.read(json, Title.class);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(object.meta().name() + ": " + e.getMessage(), e);
    }
    if (title.format() != FORMAT || title.by() == null || title.crc() == null) {
      throw new UnreadableException(object.meta().name() + " is of an unknown format", null);
    }
    return title;
  }
}
