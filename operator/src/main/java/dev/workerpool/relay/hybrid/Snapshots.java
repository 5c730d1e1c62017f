package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A snapshot all of whose parts are on the server; or none, where the head has room for all.
 *
 * @param snapshot null for none
 * @param objects name → UID
 */
record Snapshots(LogIndex.Snapshot snapshot, PMap<String, String> objects) {
  static final Snapshots EMPTY = new Snapshots(null, HashTreePMap.empty());

  /**
   * The standing once a head is written for that content: all of it stands in the head, or only its
   * first file does, and the head names the snapshot.
   *
   * @param from the first entry that is to count after it
   */
  Standing standing(Stamp last, String nonce, long from, Map<String, String> content) {
    LogIndex index = LogIndex.checkpoint(last, nonce, from, snapshot);
    if (snapshot == null) {
      return Standing.inline(index, content, last, ChannelCodec.sizeBytes(content));
    }
    Map<String, String> files = Map.of(ChannelCodec.CHANNEL, content.get(ChannelCodec.CHANNEL));
    return new Standing("", index, files, last, from, 0, 0, snapshot.bytes(), objects);
  }
}
