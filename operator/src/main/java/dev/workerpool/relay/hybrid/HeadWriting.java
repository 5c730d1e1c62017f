package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A commit as the whole state, put into the head by compare-and-swap. */
final class HeadWriting {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final SnapshotWriting snapshots;
  private final Garbage garbage;

  HeadWriting(ChannelMaps maps, Knowledge known, SnapshotWriting snapshots, Garbage garbage) {
    this.maps = maps;
    this.known = known;
    this.snapshots = snapshots;
    this.garbage = garbage;
  }

  /** A head where there is none. */
  CompletionStage<Written> anew(Commit commit) {
    LogEntry doubtful = known.doubtfulEntry();
    long from = doubtful == null ? 1 : doubtful.seq() + 1;
    return rewrite(commit, commit.content().get(), null, from);
  }

  /** In place of the head that is known. */
  CompletionStage<Written> rewrite(Commit commit) {
    return rewrite(commit, commit.content().get());
  }

  /**
   * The same.
   *
   * @param content the commit's
   */
  CompletionStage<Written> rewrite(Commit commit, Map<String, String> content) {
    return rewrite(commit, content, known.standing(), known.nextFrom());
  }

  /** The same, after the log of the reign before. */
  CompletionStage<Written> rewriteFromFirst(Commit commit) {
    return rewrite(commit, commit.content().get(), known.standing(), 1);
  }

  /**
   * The whole state, in the head where it fits, else as a snapshot that the head names.
   *
   * @param over what it replaces; null for a new head
   * @param from the first entry that is to count after it
   */
  private CompletionStage<Written> rewrite(
      Commit commit, Map<String, String> content, Standing over, long from) {
    String nonce = maps.tools().nonce();
    return snapshots
        .writeIfLarge(content, commit.stamp().epoch())
        .thenCompose(
            snapshot -> put(snapshot.standing(commit.stamp(), nonce, from, content), over));
  }

  /** Writes the head that makes the channel stand so, in place of the one that is known. */
  CompletionStage<Written> put(Standing next) {
    return put(next, known.standing());
  }

  private CompletionStage<Written> put(Standing next, Standing over) {
    return put(next, over, known.moved());
  }

  /** Writes the head anew for the same state: nobody's commit. */
  CompletionStage<Written> putSame(Standing next) {
    return put(next, known.standing(), known.token());
  }

  private CompletionStage<Written> put(Standing next, Standing over, String token) {
    known.triesHead(next);
    MapDraft draft = HeadDoc.draft(maps.channel(), next.files(), next.index());
    return maps.calls()
        .head(draft, over == null ? null : over.version(), next.index().write())
        .thenApply(
            written -> {
              if (written instanceof Calls.Written w) {
                known.headMade(next.at(w.meta().version()));
                garbage.collectSoon();
                return new Committed(token);
              }
              known.headNotMade();
              if (written instanceof Calls.Gone) {
                return new Missing();
              }
              HeadDoc doc = ((Calls.Other) written).doc();
              // With none before, whoever wrote it was first.
              return over == null ? new Fenced(doc.by()) : known.foreign(doc);
            });
  }
}
