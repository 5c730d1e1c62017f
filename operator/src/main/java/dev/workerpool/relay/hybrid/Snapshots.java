package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A snapshot all of whose parts are on the server.
 *
 * @param objects name → UID
 */
record Snapshots(LogIndex.Snapshot snapshot, PMap<String, String> objects) {
  static final Snapshots EMPTY = new Snapshots(null, HashTreePMap.empty());

  /** The standing once a head names it; of the content only the first file stays in the head. */
  static Standing standing(
      Snapshots written, Stamp last, String nonce, long from, Map<String, String> content) {
    LogIndex index = LogIndex.checkpoint(last, nonce, from, written.snapshot());
    Map<String, String> files = Map.of(ChannelCodec.CHANNEL, content.get(ChannelCodec.CHANNEL));
    return new Standing(
        "", index, files, last, from, 0, 0, written.snapshot().bytes(), written.objects());
  }
}
