package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What is done for a channel beside its commits: snapshots while it goes on, the readable form when
 * it is calm, collection of what nobody needs, and a look whether all is still there.
 */
final class Upkeep {
  private static final Duration COLLECT_GAP = Duration.ofSeconds(5);

  private final PoolChannel channel;
  private final Tools tools;
  private final Calls calls;
  private final HybridChannel owner;
  private final Runnable onDisturbed;
  private final AtomicLong snapshotNumber = new AtomicLong(1);
  private volatile boolean resting;
  private volatile boolean snapshotting;
  private volatile boolean calmSet;
  private volatile boolean auditSet;
  private volatile boolean collectSet;

  Upkeep(PoolChannel channel, Tools tools, Calls calls, HybridChannel owner, Runnable onDisturbed) {
    this.channel = channel;
    this.tools = tools;
    this.calls = calls;
    this.owner = owner;
    this.onDisturbed = onDisturbed;
  }

  void rest() {
    resting = true;
  }

  /** In a turn: a commit has landed. */
  void committed() {
    Standing standing = owner.standing();
    boolean due =
        Spill.checkpointDue(
            tools.settings(), standing.logBytes(), standing.entries(), standing.checkpointBytes());
    if (due && !snapshotting) {
      snapshotting = true;
      snapshot(standing, owner.lastCommit());
    }
    if (!standing.readable()) {
      setCalm(tools.settings().calm());
    }
    if (!auditSet) {
      auditSet = true;
      after(tools.settings().audit(), this::audit);
    }
  }

  /** In a turn: the head has been written; what it covers is to go. */
  void headWritten() {
    if (!collectSet) {
      collectSet = true;
      after(COLLECT_GAP, this::collect);
    }
  }

  private void after(Duration delay, Runnable task) {
    tools.runtime().scheduler().after(delay, () -> tools.runtime().executor().execute(task));
  }

  // Snapshots.

  /** While commits go on: only the head's own write takes a turn. */
  private void snapshot(Standing at, Commit commit) {
    tools
        .runtime()
        .executor()
        .execute(
            () ->
                begin(at, commit)
                    .whenComplete(
                        (written, failure) -> {
                          snapshotting = false;
                        }));
  }

  private CompletionStage<Written> begin(Standing at, Commit commit) {
    Map<String, String> content = commit.content().get();
    long bytes = ChannelCodec.sizeBytes(content);
    boolean inline = bytes <= tools.settings().readableBytes();
    CompletionStage<Snapshots> parts =
        inline ? Calls.now(Snapshots.EMPTY) : writeSnapshot(content, commit.stamp().epoch());
    return parts.thenCompose(
        snapshot ->
            owner
                .turns()
                .take(
                    () -> {
                      if (owner.inDoubt() || !stillLeadsTo(at)) {
                        return Calls.now(null);
                      }
                      return owner.reput(checkpoint(at, commit, content, snapshot));
                    }));
  }

  /** Whether the channel has gone on from there by entries alone. */
  private boolean stillLeadsTo(Standing at) {
    Standing now = owner.standing();
    return !resting && now.index().write().equals(at.index().write()) && now.next() >= at.next();
  }

  /** The state at that point as the checkpoint; what was appended since stays in the log. */
  private Standing checkpoint(
      Standing at, Commit commit, Map<String, String> content, Snapshots snapshot) {
    Standing now = owner.standing();
    String nonce = tools.runtime().nonces().get();
    Standing base =
        snapshot.snapshot() == null
            ? Standing.inline(
                LogIndex.checkpoint(commit.stamp(), nonce, at.next(), null),
                content,
                commit.stamp(),
                ChannelCodec.sizeBytes(content))
            : Snapshots.standing(snapshot, commit.stamp(), nonce, at.next(), content);
    PMap<String, String> objects = base.objects();
    for (long seq = at.next(); seq < now.next(); seq++) {
      String name = Names.entry(channel, now.index().open(), seq);
      objects = objects.plus(name, now.objects().get(name));
    }
    return new Standing(
        "",
        base.index(),
        base.files(),
        now.last(),
        now.next(),
        now.entries() - at.entries(),
        now.logBytes() - at.logBytes(),
        base.checkpointBytes(),
        objects);
  }

  /** All parts of a snapshot of that content; nothing names it yet. */
  CompletionStage<Snapshots> writeSnapshot(Map<String, String> content, long epoch) {
    long number = snapshotNumber.getAndIncrement();
    HybridSettings settings = tools.settings();
    List<MapDraft> drafts =
        SnapshotPart.split(content, epoch, number, settings.partBytes()).stream()
            .map(part -> part.draft(channel, settings.entryTextBytes()))
            .toList();
    long bytes = drafts.stream().mapToLong(MapDraft::bytes).sum();
    return calls
        .each(drafts, settings.parallel(), calls::create)
        .thenCompose(
            replies -> {
              Map<String, String> objects = new HashMap<>();
              for (ConfigMaps.Reply reply : replies) {
                if (!(reply instanceof ConfigMaps.Done done)) {
                  // The number was used before, by a reign that ended halfway, or by a person.
                  return writeSnapshot(content, epoch);
                }
                objects.put(done.meta().name(), done.meta().uid());
              }
              owner.tally().snapshot();
              return Calls.now(
                  new Snapshots(
                      new LogIndex.Snapshot(epoch, number, drafts.size(), bytes),
                      HashTreePMap.from(objects)));
            });
  }

  // The readable form.

  private void setCalm(Duration delay) {
    if (!calmSet) {
      calmSet = true;
      after(delay, this::calm);
    }
  }

  private void calm() {
    calmSet = false;
    owner
        .turns()
        .take(this::calmNow)
        .whenComplete(
            (written, failure) -> {
              if (failure != null && !resting) {
                setCalm(tools.settings().audit());
              }
            });
  }

  private CompletionStage<Written> calmNow() {
    Commit commit = owner.lastCommit();
    HybridSettings settings = tools.settings();
    boolean nothingToDo =
        resting || owner.inDoubt() || commit == null || owner.standing().readable();
    // Reckoned sizes are larger than true ones, four times at the most.
    if (nothingToDo || commit.stateBytes() > 4L * settings.readableBytes()) {
      return Calls.now(null);
    }
    Map<String, String> content = commit.content().get();
    long bytes = ChannelCodec.sizeBytes(content);
    if (bytes > settings.readableBytes()) {
      return Calls.now(null);
    }
    Instant due = owner.lastCommitAt().plus(Spill.calm(settings, bytes));
    Instant now = tools.runtime().clock().instant();
    if (now.isBefore(due) || snapshotting || !tools.budget().untilPuts().isZero()) {
      Duration left = Duration.between(now, due);
      setCalm(left.compareTo(settings.calm()) > 0 ? left : settings.calm());
      return Calls.now(null);
    }
    LogIndex index =
        LogIndex.checkpoint(
            commit.stamp(), tools.runtime().nonces().get(), owner.standing().next(), null);
    return owner.reput(Standing.inline(index, content, commit.stamp(), bytes));
  }

  // Collection.

  private void collect() {
    collectSet = false;
    owner.turns().take(this::garbage).thenCompose(this::delete);
  }

  /**
   * In a turn, so that no snapshot is half written but a {@link #snapshot}; by a head that is
   * durable, so that a relay deposed since deletes nothing that its successor needs.
   */
  private CompletionStage<List<MapMeta>> garbage() {
    Standing standing = owner.standing();
    if (resting || standing == null) {
      return Calls.now(List.of());
    }
    if (snapshotting || owner.inDoubt()) {
      headWritten();
      return Calls.now(List.of());
    }
    long building = snapshotNumber.get();
    return calls
        .read(() -> tools.maps().list(channel))
        .thenApply(listed -> new Inventory(channel, listed).garbage(standing.index(), building));
  }

  private CompletionStage<List<ConfigMaps.Reply>> delete(List<MapMeta> garbage) {
    return calls.each(
        garbage,
        tools.settings().parallel(),
        meta -> tools.maps().delete(channel.ref().namespace(), meta));
  }

  // The look whether all is there.

  private void audit() {
    auditSet = false;
    owner
        .turns()
        .take(this::auditNow)
        .whenComplete(
            (fine, failure) -> {
              if (resting) {
                return;
              }
              if (Boolean.FALSE.equals(fine)) {
                onDisturbed.run();
              }
              if (!auditSet) {
                auditSet = true;
                after(tools.settings().audit(), this::audit);
              }
            });
  }

  private CompletionStage<Boolean> auditNow() {
    if (resting || owner.inDoubt()) {
      return Calls.now(true);
    }
    return calls
        .read(() -> tools.maps().meta(channel.ref().namespace(), Names.head(channel)))
        .thenCompose(
            head ->
                head.map(MapMeta::version).filter(owner.standing().version()::equals).isPresent()
                    ? Calls.now(false)
                    : owner.lookWhatMoved())
        .thenCompose(moved -> moved ? Calls.now(false) : auditObjects());
  }

  private CompletionStage<Boolean> auditObjects() {
    Map<String, String> objects = owner.standing().objects();
    if (objects.isEmpty()) {
      return Calls.now(true);
    }
    return calls
        .read(() -> tools.maps().list(channel))
        .thenApply(
            listed -> {
              Inventory inventory = new Inventory(channel, listed);
              boolean all =
                  objects.entrySet().stream()
                      .allMatch(e -> inventory.has(e.getKey(), e.getValue()));
              if (!all) {
                owner.disturb();
              }
              return all;
            });
  }
}
