package dev.workerpool.relay;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store in memory, of whole heads or of records, whose writes can be held up, fail before they
 * are done, or fail after. What it answers, it answers through the world.
 */
final class MemoryStore implements ChannelStore {
  /** What happens to the next write. */
  enum Fate {
    LOST_BEFORE,
    LOST_AFTER
  }

  record Kept(long version, Stamp stamp, Map<String, String> content, List<String> records) {}

  private final World world;
  private final boolean ofRecords;
  private final Map<PoolChannel, Kept> heads = new HashMap<>();
  private final Deque<Runnable> heldUp = new ArrayDeque<>();
  final Deque<Fate> fates = new ArrayDeque<>();
  boolean holding;
  boolean down;
  boolean throwing;
  String taken;
  int writes;
  long maxBytes = 900 * 1024;
  private long versions;

  MemoryStore(World world, boolean ofRecords) {
    this.world = world;
    this.ofRecords = ofRecords;
  }

  @Override
  public long maxStateBytes() {
    return maxBytes;
  }

  @Override
  public CompletionStage<Found> load(PoolChannel channel) {
    refuse();
    CompletableFuture<Found> result = new CompletableFuture<>();
    world.execute(
        () -> {
          if (down) {
            result.completeExceptionally(new IllegalStateException("down"));
          } else {
            result.complete(found(channel));
          }
        });
    return result;
  }

  private void refuse() {
    if (throwing) {
      throw new IllegalStateException("no threads left");
    }
  }

  private Found found(PoolChannel channel) {
    Kept kept = heads.get(channel);
    if (taken != null) {
      return new NameTaken(taken);
    }
    return kept == null
        ? new Absent()
        : new Head("" + kept.version(), kept.stamp(), kept.content(), kept.records());
  }

  @Override
  public CompletionStage<Written> write(PoolChannel channel, String version, Commit commit) {
    refuse();
    CompletableFuture<Written> result = new CompletableFuture<>();
    Runnable doing = () -> world.execute(() -> decide(channel, version, commit, result));
    if (holding) {
      heldUp.add(doing);
    } else {
      doing.run();
    }
    return result;
  }

  void releaseAll() {
    while (!heldUp.isEmpty()) {
      heldUp.remove().run();
    }
  }

  private void decide(
      PoolChannel channel, String version, Commit commit, CompletableFuture<Written> result) {
    Fate fate = fates.poll();
    if (fate == Fate.LOST_BEFORE || down) {
      result.completeExceptionally(new IllegalStateException("lost before"));
      return;
    }
    Written written = doWrite(channel, version, commit);
    if (fate == Fate.LOST_AFTER) {
      result.completeExceptionally(new IllegalStateException("lost after"));
    } else {
      result.complete(written);
    }
  }

  private Written doWrite(PoolChannel channel, String version, Commit commit) {
    writes++;
    Kept kept = heads.get(channel);
    if (kept == null && version != null) {
      return new Missing();
    }
    if (kept != null && !("" + kept.version()).equals(version)) {
      return kept.stamp().sameReign(commit.stamp())
          ? new Edited("" + kept.version())
          : new Fenced(kept.stamp());
    }
    boolean whole = commit.whole() || !ofRecords;
    List<String> records = new ArrayList<>();
    if (!whole) {
      records.addAll(kept.records());
      records.addAll(commit.records());
    }
    Map<String, String> content = whole ? commit.content().get() : kept.content();
    heads.put(channel, new Kept(++versions, commit.stamp(), content, List.copyOf(records)));
    return new Committed("" + versions);
  }

  /** Somebody edits the head with an editor. */
  void edit(PoolChannel channel, String file, String text) {
    Kept kept = heads.get(channel);
    Map<String, String> content = new HashMap<>(kept.content());
    content.put(file, text);
    heads.put(channel, new Kept(++versions, kept.stamp(), content, kept.records()));
  }

  Kept copy(PoolChannel channel) {
    return heads.get(channel);
  }

  void putBack(PoolChannel channel, Kept old) {
    heads.put(channel, new Kept(++versions, old.stamp(), old.content(), old.records()));
  }

  void delete(PoolChannel channel) {
    heads.remove(channel);
  }

  Stamp stamp(PoolChannel channel) {
    return heads.get(channel).stamp();
  }

  String file(PoolChannel channel, String name) {
    return heads.get(channel).content().get(name);
  }

  Stamp contentStamp(PoolChannel channel) {
    return ChannelCodec.stamp(heads.get(channel).content());
  }
}
