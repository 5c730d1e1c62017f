package dev.workerpool.http;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A store for one relay: keeps the last head of each channel, refuses nothing. */
final class HeapStore implements ChannelStore {
  final Map<PoolChannel, Head> heads = new ConcurrentHashMap<>();
  private int version;

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    Head head = heads.get(channel);
    return CompletableFuture.completedStage(head == null ? new Absent() : head);
  }

  @Override
  public synchronized CompletionStage<Written> write(
      PoolChannel channel, String replaced, Commit commit) {
    String next = Integer.toString(++version);
    heads.put(channel, new Head(next, commit.stamp(), commit.content().get(), List.of()));
    return CompletableFuture.completedStage(new Committed(next));
  }

  @Override
  public long maxStateBytes() {
    return 900 * 1024;
  }

  /** All that is kept, as text. */
  String text() {
    return heads.values().stream().map(h -> h.content().toString()).toList().toString();
  }
}
