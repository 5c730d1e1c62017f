package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Outdated;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.util.concurrent.CompletionStage;

/**
 * The first commit of a new reign: it fences the one before, and only then sees whether that one
 * committed more than was loaded.
 */
final class TakingOver {
  private static final int CLOSED_RANGES = 32;

  private final ChannelMaps maps;
  private final Knowledge known;
  private final HeadWriting heads;
  private final Appending entries;
  private final Reigns reigns;

  TakingOver(ChannelMaps maps, Knowledge known, HeadWriting heads, Appending entries) {
    this.maps = maps;
    this.known = known;
    this.heads = heads;
    this.entries = entries;
    this.reigns = new Reigns(maps);
  }

  /** A channel's first head. */
  CompletionStage<Written> found(Commit commit) {
    return heads
        .anew(commit, 0)
        .thenCompose(
            written ->
                written instanceof Committed
                    ? reigns
                        .mark(commit.stamp())
                        .thenCompose(made -> made ? Calls.now(written) : outdated())
                    : Calls.now(written));
  }

  /** A head where there was one, by a relay that has served: unless it was deposed before. */
  CompletionStage<Written> restore(Commit commit) {
    Stamp by = commit.stamp();
    return reigns
        .markAll(known.served(), by)
        .thenCompose(ours -> ours ? heads.anew(commit, by.epoch()) : Calls.now(Reigns.fenced(by)));
  }

  CompletionStage<Written> takeOver(Commit commit) {
    Standing before = known.standing();
    LogIndex fence = before.index().fenced(commit.stamp(), maps.tools().nonce());
    MapDraft draft = HeadDoc.draft(maps.channel(), before.files(), fence);
    return maps.calls()
        .head(draft, before.version(), fence.write())
        .thenCompose(
            written -> {
              if (written instanceof Calls.Written w) {
                Standing fenced = before.indexed(fence, commit.stamp(), before.next());
                known.stands(fenced.at(w.meta().version()));
                return recover(commit);
              }
              known.lose();
              boolean beaten =
                  written instanceof Calls.Other o
                      && o.doc().by().epoch() >= commit.stamp().epoch();
              return Calls.now(
                  beaten ? new Fenced(((Calls.Other) written).doc().by()) : new Outdated());
            });
  }

  /** The reign before can commit no more: what it has committed is what we loaded, or we didn't. */
  private CompletionStage<Written> recover(Commit commit) {
    return reigns.mark(commit.stamp()).thenCompose(made -> made ? check(commit) : outdated());
  }

  private CompletionStage<Written> outdated() {
    known.lose();
    return Calls.now(new Outdated());
  }

  private CompletionStage<Written> check(Commit commit) {
    return maps.inventory()
        .thenCompose(
            inventory -> {
              Standing standing = known.standing();
              long last = inventory.last(standing.index());
              return last == standing.next() - 1 ? begin(commit) : outdated();
            })
        // Deleted just now: its mark is ours, so nobody else can restore it.
        .thenCompose(
            written ->
                written instanceof Missing
                    ? heads.anew(commit, commit.stamp().epoch())
                    : Calls.now(written));
  }

  private CompletionStage<Written> begin(Commit commit) {
    Standing standing = known.standing();
    boolean small = Spill.mayFit(commit, maps.settings().inlineBytes());
    if (small || commit.whole() || standing.index().closed().size() >= CLOSED_RANGES) {
      return heads.rewriteFromFirst(commit);
    }
    LogIndex index = standing.index().begun(maps.tools().nonce(), standing.next() - 1);
    return heads
        .put(standing.indexed(index, commit.stamp(), 1))
        .thenCompose(
            written ->
                written instanceof Committed
                    ? heads.unlessRefused(commit, entries.append(commit))
                    : Calls.now(written));
  }
}
