package dev.workerpool.relay.hybrid;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Collection of what a newer head has made needless. */
final class Garbage {
  private static final Duration GAP = Duration.ofSeconds(5);

  private final ChannelMaps maps;
  private final Knowledge known;
  private final SnapshotWriting snapshots;
  private final Chores chores;
  private final Chores.Chore chore;

  Garbage(ChannelMaps maps, Knowledge known, SnapshotWriting snapshots, Chores chores) {
    this.maps = maps;
    this.known = known;
    this.snapshots = snapshots;
    this.chores = chores;
    this.chore = chores.chore(this::collect);
  }

  /** In a turn: the head has been written; what it covers is to go. */
  void collectSoon() {
    chore.after(GAP);
  }

  /** In a turn: a creation may have come through when what it made was needless already. */
  void collectIfAny(Inventory inventory) {
    if (!inventory.garbage(known.standing().index(), snapshots.nextNumber()).isEmpty()) {
      collectSoon();
    }
  }

  private void collect() {
    chores
        .inTurn(this::garbage)
        .thenCompose(this::delete)
        .whenComplete(
            (replies, failure) -> {
              boolean all =
                  failure == null && replies.stream().allMatch(ConfigMaps.Done.class::isInstance);
              if (!all && !chores.resting()) {
                // In a quiet channel nobody else would come to it again.
                chore.after(maps.settings().audit());
              }
            });
  }

  /**
   * In a turn, so that no snapshot is half written but one written aside; by a head that stands
   * after the list was begun, so that a relay deposed since deletes nothing that its successor
   * needs. That may be more than the head we know needs: who followed may have followed another one
   * of ours, of which we never heard.
   */
  private CompletionStage<List<MapMeta>> garbage() {
    Standing standing = known.standing();
    if (chores.resting() || standing == null) {
      return Calls.now(List.of());
    }
    if (snapshots.writingAside() || known.inDoubt()) {
      collectSoon();
      return Calls.now(List.of());
    }
    long building = snapshots.nextNumber();
    return maps.inventory()
        .thenCompose(
            all ->
                maps.headMeta()
                    .thenApply(
                        head ->
                            standing.isAt(head)
                                ? all.garbage(standing.index(), building)
                                : List.of()));
  }

  private CompletionStage<List<ConfigMaps.Reply>> delete(List<MapMeta> garbage) {
    return maps.calls()
        .each(
            garbage,
            maps.settings().parallel(),
            meta -> maps.tools().maps().delete(maps.namespace(), meta));
  }
}
