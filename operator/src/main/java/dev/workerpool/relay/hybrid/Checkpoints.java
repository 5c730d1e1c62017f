package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.pcollections.PMap;

/** Checkpoints while commits go on: only the head's own write takes a turn. */
final class Checkpoints {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final HeadWriting heads;
  private final SnapshotWriting snapshots;
  private final Chores chores;

  Checkpoints(
      ChannelMaps maps,
      Knowledge known,
      HeadWriting heads,
      SnapshotWriting snapshots,
      Chores chores) {
    this.maps = maps;
    this.known = known;
    this.heads = heads;
    this.snapshots = snapshots;
    this.chores = chores;
  }

  /** In a turn: a commit has landed. */
  void committed() {
    Standing at = known.standing();
    Commit commit = known.lastCommit();
    boolean due =
        Spill.checkpointDue(maps.settings(), at.logBytes(), at.entries(), at.checkpointBytes());
    if (due && !snapshots.writingAside()) {
      snapshots.setWritingAside(true);
      chores.aside(
          () ->
              begin(at, commit)
                  .whenComplete((written, failure) -> snapshots.setWritingAside(false)));
    }
  }

  private CompletionStage<Written> begin(Standing at, Commit commit) {
    Map<String, String> content = commit.content().get();
    return snapshots
        .writeIfLarge(content, commit.stamp().epoch())
        .thenCompose(
            snapshot ->
                chores.inTurn(
                    () ->
                        heads.putSame(
                            () ->
                                stillLeadsTo(at)
                                    ? Optional.of(checkpoint(at, commit, content, snapshot))
                                    : Optional.empty())));
  }

  /** Whether the channel has gone on from there by entries alone. */
  private boolean stillLeadsTo(Standing at) {
    Standing now = known.standing();
    return !chores.resting()
        && now.index().write().equals(at.index().write())
        && now.next() >= at.next();
  }

  /** The state at that point as the checkpoint; what was appended since stays in the log. */
  private Standing checkpoint(
      Standing at, Commit commit, Map<String, String> content, Snapshots snapshot) {
    Standing now = known.standing();
    String nonce = maps.tools().nonce();
    Standing base = snapshot.standing(commit.stamp(), nonce, at.next(), content);
    PMap<String, String> objects = base.objects();
    for (long seq = at.next(); seq < now.next(); seq++) {
      String name = Names.entry(maps.channel(), now.index().open(), seq);
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
}
