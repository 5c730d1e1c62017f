package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.relay.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The whole state as text in the head, once the channel is calm. */
final class ReadableForm {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final HeadWriting heads;
  private final SnapshotWriting snapshots;
  private final Chores chores;
  private final Chores.Chore chore;

  ReadableForm(
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
    this.chore = chores.chore(this::calm);
  }

  /** In a turn: a commit has landed. */
  void committed() {
    if (!known.standing().readable()) {
      chore.after(maps.settings().calm());
    }
  }

  private void calm() {
    chores
        .inTurn(() -> heads.putSame(this::whenCalm))
        .whenComplete(
            (written, failure) -> {
              if (failure != null && !chores.resting()) {
                chore.after(maps.settings().audit());
              }
            });
  }

  /** The state as text; empty while it is not calm, or where it is too large for that. */
  private Optional<Standing> whenCalm() {
    Commit commit = known.lastCommit();
    HybridSettings settings = maps.settings();
    boolean nothingToDo = chores.resting() || commit == null || known.standing().readable();
    if (nothingToDo || !Spill.mayFit(commit, settings.readableBytes())) {
      return Optional.empty();
    }
    Map<String, String> content = commit.content().get();
    long bytes = ChannelCodec.sizeBytes(content);
    if (bytes > settings.readableBytes()) {
      return Optional.empty();
    }
    Tools tools = maps.tools();
    Instant due = known.lastCommitAt().plus(Spill.calm(settings, bytes));
    Instant now = tools.now();
    if (now.isBefore(due) || snapshots.writingAside() || !tools.budget().untilPuts().isZero()) {
      Duration left = Duration.between(now, due);
      chore.after(left.compareTo(settings.calm()) > 0 ? left : settings.calm());
      return Optional.empty();
    }
    long from = known.standing().next();
    return Optional.of(Snapshots.EMPTY.standing(commit.stamp(), tools.nonce(), from, content));
  }
}
