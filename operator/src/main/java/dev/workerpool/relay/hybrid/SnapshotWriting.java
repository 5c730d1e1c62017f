package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.pcollections.HashTreePMap;

/** Writes the parts of snapshots, each of a number of its own. */
final class SnapshotWriting {
  private final ChannelMaps maps;
  private final Tally tally;
  private final AtomicLong number = new AtomicLong(1);

  /** One is being written outside turns, while commits go on. */
  private volatile boolean aside;

  SnapshotWriting(ChannelMaps maps, Tally tally) {
    this.maps = maps;
    this.tally = tally;
  }

  long nextNumber() {
    return number.get();
  }

  boolean writingAside() {
    return aside;
  }

  void setWritingAside(boolean so) {
    aside = so;
  }

  /** All parts of a snapshot of that content; none where it fits into a readable head. */
  CompletionStage<Snapshots> writeIfLarge(Map<String, String> content, long epoch) {
    return ChannelCodec.sizeBytes(content) <= maps.settings().readableBytes()
        ? Calls.now(Snapshots.EMPTY)
        : write(content, epoch);
  }

  /** Nothing names it yet. */
  private CompletionStage<Snapshots> write(Map<String, String> content, long epoch) {
    long mine = number.getAndIncrement();
    HybridSettings settings = maps.settings();
    List<MapDraft> drafts =
        SnapshotPart.split(content, epoch, mine, settings.partBytes()).stream()
            .map(part -> part.draft(maps.channel(), settings.entryTextBytes()))
            .toList();
    long bytes = drafts.stream().mapToLong(MapDraft::bytes).sum();
    return maps.calls()
        .each(drafts, settings.parallel(), maps.calls()::create)
        .thenCompose(
            replies -> {
              Map<String, String> objects = new HashMap<>();
              for (ConfigMaps.Reply reply : replies) {
                if (!(reply instanceof ConfigMaps.Done done)) {
                  // The number was used before, by a reign that ended halfway, or by a person.
                  return write(content, epoch);
                }
                objects.put(done.meta().name(), done.meta().uid());
              }
              tally.snapshot();
              return Calls.now(
                  new Snapshots(
                      new LogIndex.Snapshot(epoch, mine, drafts.size(), bytes),
                      HashTreePMap.from(objects)));
            });
  }
}
