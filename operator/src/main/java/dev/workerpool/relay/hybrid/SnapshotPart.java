package dev.workerpool.relay.hybrid;

import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.PoolChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of a snapshot: whole lines of the channel's files. The pieces in order, each file's texts
 * joined, are the content.
 */
record SnapshotPart(Names.Part name, Map<String, String> texts) {
  private static final String PART = "part.json";
  private static final int FORMAT = 1;

  /** The first file. */
  record Title(int format, long epoch, long number, int part, String crc) {}

  SnapshotPart {
    texts = Map.copyOf(texts);
  }

  /**
   * The content in pieces.
   *
   * @param bytes about, in each; a longer line is a piece of its own
   */
  static List<SnapshotPart> split(Map<String, String> content, long epoch, long number, int bytes) {
    List<Map<String, StringBuilder>> pieces = new ArrayList<>();
    Map<String, StringBuilder> piece = new LinkedHashMap<>();
    pieces.add(piece);
    int size = 0;
    for (Map.Entry<String, String> file : content.entrySet()) {
      pieces.get(0).putIfAbsent(file.getKey(), new StringBuilder());
      String text = file.getValue();
      for (int start = 0, end; start < text.length(); start = end) {
        int newline = text.indexOf('\n', start);
        end = newline < 0 ? text.length() : newline + 1;
        String line = text.substring(start, end);
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        if (size > 0 && size + length > bytes) {
          piece = new LinkedHashMap<>();
          pieces.add(piece);
          size = 0;
        }
        piece.computeIfAbsent(file.getKey(), f -> new StringBuilder()).append(line);
        size += length;
      }
    }
    List<SnapshotPart> parts = new ArrayList<>();
    for (Map<String, StringBuilder> each : pieces) {
      Map<String, String> texts = new LinkedHashMap<>();
      each.forEach((name, text) -> texts.put(name, text.toString()));
      parts.add(new SnapshotPart(new Names.Part(epoch, number, parts.size()), texts));
    }
    return parts;
  }

  /** The content again. */
  static Map<String, String> join(List<SnapshotPart> parts) {
    Map<String, StringBuilder> files = new LinkedHashMap<>();
    for (SnapshotPart part : parts) {
      part.texts.forEach(
          (name, text) -> files.computeIfAbsent(name, n -> new StringBuilder()).append(text));
    }
    Map<String, String> content = new LinkedHashMap<>();
    files.forEach((name, text) -> content.put(name, text.toString()));
    return content;
  }

  MapDraft draft(PoolChannel channel, int plainUpTo) {
    Title title = new Title(FORMAT, name.epoch(), name.number(), name.part(), Packed.crc(texts));
    Map<String, String> all = new LinkedHashMap<>(texts);
    all.put(PART, WireJson.write(title) + "\n");
    Packed packed = Packed.of(all, plainUpTo);
    String objectName = Names.part(channel, name.epoch(), name.number(), name.part());
    return new MapDraft(channel, objectName, Map.of(), true, packed.data(), packed.binary());
  }

  /**
   * @throws UnreadableException when it isn't what was written under that name
   */
  static SnapshotPart of(MapObject object, Names.Part name, Room room) {
    Map<String, String> texts = new LinkedHashMap<>(Packed.unpack(object, room));
    String json = texts.remove(PART);
    Title title;
    try {
      title = WireJson.read(json == null ? "" : json, Title.class);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(object.meta().name() + ": " + e.getMessage(), e);
    }
    boolean whole =
        title.format() == FORMAT
            && new Names.Part(title.epoch(), title.number(), title.part()).equals(name)
            && Packed.crc(texts).equals(title.crc());
    if (!whole) {
      throw new UnreadableException(object.meta().name() + " is damaged", null);
    }
    return new SnapshotPart(name, texts);
  }
}
