package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.PoolChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A channel's objects as one listing shows them, against an index: what counts, what doesn't. */
final class Inventory {
  private final PoolChannel channel;
  private final Map<String, MapMeta> byName = new HashMap<>();

  Inventory(PoolChannel channel, List<MapMeta> listed) {
    this.channel = channel;
    listed.forEach(meta -> byName.put(meta.name(), meta));
  }

  /** The highest epoch that any object but the head bears; 0 for none. */
  long highestEpoch() {
    return byName.keySet().stream()
        .map(name -> Names.kind(channel, name))
        .flatMap(Optional::stream)
        .mapToLong(Names.Kind::epoch)
        .max()
        .orElse(0);
  }

  /** Whether anything but a head and marks is there. */
  boolean hasLog() {
    return byName.keySet().stream()
        .map(name -> Names.kind(channel, name))
        .flatMap(Optional::stream)
        .anyMatch(kind -> !(kind instanceof Names.Reign));
  }

  /** The last entry of the open log that follows without a gap; {@code from - 1} for none. */
  long last(LogIndex index) {
    long seq = index.from();
    while (byName.containsKey(Names.entry(channel, index.open(), seq))) {
      seq++;
    }
    return seq - 1;
  }

  /**
   * The snapshot's parts, in order.
   *
   * @throws UnreadableException when one is missing
   */
  List<MapMeta> parts(LogIndex index) {
    List<MapMeta> parts = new ArrayList<>();
    LogIndex.Snapshot snapshot = index.snapshot();
    for (int i = 0; snapshot != null && i < snapshot.parts(); i++) {
      parts.add(need(Names.part(channel, snapshot.epoch(), snapshot.number(), i)));
    }
    return parts;
  }

  /**
   * The entries to be folded, in order.
   *
   * @throws UnreadableException when one is missing that is known to have been there
   */
  List<MapMeta> entries(LogIndex index) {
    List<MapMeta> entries = new ArrayList<>();
    for (LogIndex.Range range : index.closed()) {
      for (long seq = range.from(); seq <= range.to(); seq++) {
        entries.add(need(Names.entry(channel, range.epoch(), seq)));
      }
    }
    long last = last(index);
    for (long seq = index.from(); seq <= last; seq++) {
      entries.add(need(Names.entry(channel, index.open(), seq)));
    }
    if (byName.keySet().stream().anyMatch(name -> isBeyond(name, index.open(), last))) {
      // Entries are made one after the other: what follows it was acknowledged, and so was it.
      need(Names.entry(channel, index.open(), last + 1));
    }
    return entries;
  }

  private boolean isBeyond(String name, long epoch, long seq) {
    return Names.kind(channel, name).orElse(null) instanceof Names.Entry entry
        && entry.epoch() == epoch
        && entry.seq() > seq;
  }

  /** Whether an object of that name and UID is there. */
  boolean has(String name, String uid) {
    MapMeta meta = byName.get(name);
    return meta != null && meta.uid().equals(uid);
  }

  /**
   * What nobody needs any more: covered by the checkpoint, or left over from reigns that are over.
   * Nothing of a later reign than this index's.
   *
   * @param building number of the snapshot that is being written, or of the next one
   */
  List<MapMeta> garbage(LogIndex index, long building) {
    return byName.values().stream()
        .filter(
            meta ->
                Names.kind(channel, meta.name())
                    .filter(kind -> kind.epoch() <= index.by().epoch())
                    .filter(kind -> !index.needs(kind))
                    .filter(
                        kind ->
                            !(kind instanceof Names.Part part
                                && part.epoch() == index.by().epoch()
                                && part.number() >= building))
                    .isPresent())
        .toList();
  }

  private MapMeta need(String name) {
    MapMeta meta = byName.get(name);
    if (meta == null) {
      throw new UnreadableException("ConfigMap " + name + " is missing", null);
    }
    return meta;
  }
}
