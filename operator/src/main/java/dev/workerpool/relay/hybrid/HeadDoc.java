package dev.workerpool.relay.hybrid;

import dev.workerpool.api.Labels;
import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.PoolChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A channel's head as it was read: the channel's files, and {@code log.json}. */
record HeadDoc(MapObject object) {
  /** Annotation that repeats the epoch, to be seen without reading the data. */
  static final String EPOCH = "workerpool.dev/epoch";

  private static final Stamp UNREADABLE = new Stamp(0, "unreadable", "unreadable");

  /** The head with these files, to be written. */
  static MapDraft draft(PoolChannel channel, Map<String, String> files, LogIndex index) {
    Map<String, String> data = new LinkedHashMap<>(files);
    data.put(LogIndex.FILE, index.encode());
    Map<String, String> epoch = Map.of(EPOCH, Long.toString(index.by().epoch()));
    return new MapDraft(channel, Names.head(channel), epoch, false, data, Map.of());
  }

  /** A head that says nothing yet. */
  static MapDraft blank(PoolChannel channel) {
    return new MapDraft(channel, Names.head(channel), Map.of(), false, Map.of(), Map.of());
  }

  /** Whether it is a head of ours at all, of whichever life. */
  boolean ours() {
    return object.meta().labels().containsKey(Labels.CHANNEL);
  }

  /**
   * Whether it belongs to this very life of the channel. One whose owner and label somebody took
   * off does: what is in it must not be thrown away for that.
   */
  boolean of(PoolChannel channel) {
    return Optional.ofNullable(object.meta().ownerUid())
        .or(() -> Optional.ofNullable(object.meta().labels().get(Labels.POOL_UID)))
        .map(channel.poolUid()::equals)
        .orElse(true);
  }

  /** Whether it is this channel's, and says nothing: as good as none. */
  boolean isBlank(PoolChannel channel) {
    return ours()
        && of(channel)
        && !object.data().containsKey(LogIndex.FILE)
        && !object.data().containsKey(ChannelCodec.CHANNEL);
  }

  String version() {
    return object.meta().version();
  }

  /** The channel's files. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>(object.data());
    files.remove(LogIndex.FILE);
    return files;
  }

  /** Whether these are its files, and this its index, to the letter. */
  boolean holds(Map<String, String> files, LogIndex index) {
    return files().equals(files) && index.encode().equals(object.data().get(LogIndex.FILE));
  }

  /**
   * Where the rest is; a head from before there were logs has no rest.
   *
   * @throws UnreadableException when somebody has made it unreadable
   */
  LogIndex index() {
    String json = object.data().get(LogIndex.FILE);
    return json == null
        ? LogIndex.withoutLog(ChannelCodec.stamp(object.data()))
        : LogIndex.decode(json);
  }

  /** Who wrote it last; of epoch 0 when that can't be read. */
  Stamp by() {
    try {
      return index().by();
    } catch (UnreadableException e) {
      return UNREADABLE;
    }
  }

  /** Whether it was the write with that nonce. */
  boolean writtenAs(String nonce) {
    try {
      return index().write().equals(nonce);
    } catch (UnreadableException e) {
      return false;
    }
  }
}
