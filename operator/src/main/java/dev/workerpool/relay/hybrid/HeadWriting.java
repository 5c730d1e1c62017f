package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.Failures;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A commit as the whole state, put into the head by compare-and-swap. */
final class HeadWriting {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final Looking looking;
  private final SnapshotWriting snapshots;
  private final Garbage garbage;

  HeadWriting(
      ChannelMaps maps,
      Knowledge known,
      Looking looking,
      SnapshotWriting snapshots,
      Garbage garbage) {
    this.maps = maps;
    this.known = known;
    this.looking = looking;
    this.snapshots = snapshots;
    this.garbage = garbage;
  }

  /**
   * A head where there is none. A creation depends on nothing but the name, so that a copy of it
   * may come through at any time, when that head has been deleted: what is created is blank, and
   * the commit is written over it. Nobody has reigned since the blank was there, then; who reigned
   * before has left a mark, and the list is begun after.
   *
   * @param highest no epoch above this may have left anything
   */
  CompletionStage<Written> anew(Commit commit, long highest) {
    return maps.calls()
        .create(HeadDoc.blank(maps.channel()))
        .thenCompose(reply -> maps.body(Names.head(maps.channel())))
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return Calls.now(new Missing());
              }
              HeadDoc doc = new HeadDoc(found.get());
              return doc.isBlank(maps.channel())
                  ? fill(commit, highest, doc.version())
                  : Calls.now(new Fenced(doc.by()));
            });
  }

  private CompletionStage<Written> fill(Commit commit, long highest, String blank) {
    return maps.inventory()
        .thenCompose(
            inventory -> {
              if (inventory.highestEpoch() > highest) {
                return Calls.now(Reigns.fenced(commit.stamp()));
              }
              LogEntry doubtful = known.doubtfulEntry();
              long from = doubtful == null ? 1 : doubtful.seq() + 1;
              return rewrite(commit, commit.content().get(), blank, from);
            });
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
    return rewrite(commit, content, known.standing().version(), known.nextFrom());
  }

  /**
   * The same instead of an entry that the server has refused for good, as it does where a quota of
   * objects is used up: what is there may still change. Fails as the entry did where the head has
   * no room for all.
   */
  CompletionStage<Written> unlessRefused(Commit commit, CompletionStage<Written> appended) {
    return appended.exceptionallyCompose(
        failure -> {
          boolean refused = Failures.cause(failure) instanceof Calls.RefusedException;
          long room = maps.settings().readableBytes();
          Map<String, String> content =
              refused && Spill.mayFit(commit, room) ? commit.content().get() : null;
          return content == null || ChannelCodec.sizeBytes(content) > room
              ? CompletableFuture.failedStage(failure)
              : rewrite(commit, content);
        });
  }

  /** The same, after the log of the reign before. */
  CompletionStage<Written> rewriteFromFirst(Commit commit) {
    return rewrite(commit, commit.content().get(), known.standing().version(), 1);
  }

  /**
   * The whole state, in the head where it fits, else as a snapshot that the head names.
   *
   * @param over version of the head that it replaces
   * @param from the first entry that is to count after it
   */
  private CompletionStage<Written> rewrite(
      Commit commit, Map<String, String> content, String over, long from) {
    String nonce = maps.tools().nonce();
    return snapshots
        .writeIfLarge(content, commit.stamp().epoch())
        .thenCompose(
            snapshot -> put(snapshot.standing(commit.stamp(), nonce, from, content), over));
  }

  /** Writes the head that makes the channel stand so, in place of the one that is known. */
  CompletionStage<Written> put(Standing next) {
    return put(next, known.standing().version());
  }

  private CompletionStage<Written> put(Standing next, String over) {
    return put(next, over, known.moved());
  }

  /**
   * Writes the head anew for the same state: nobody's commit. Also where the last such write is in
   * doubt: it is looked whether that has come through, and else this one makes an end of it.
   *
   * @param next asked for after that look; empty: not now. Null and nothing is written where more
   *     is in doubt
   */
  CompletionStage<Written> putSame(Supplier<Optional<Standing>> next) {
    return looking
        .lookForHeadInDoubt()
        .thenCompose(
            looked ->
                known.inDoubtBesideHead()
                    ? Calls.now(null)
                    : next.get()
                        .map(so -> put(so, known.standing().version(), known.token()))
                        .orElse(Calls.now(null)));
  }

  private CompletionStage<Written> put(Standing next, String over, String token) {
    known.triesHead(next);
    MapDraft draft = HeadDoc.draft(maps.channel(), next.files(), next.index());
    return maps.calls()
        .head(draft, over, next.index().write())
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
              // Over a blank one, whoever was first has it.
              boolean follows = known.standing() != null && known.standing().version().equals(over);
              return follows ? known.foreign(doc) : new Fenced(doc.by());
            });
  }
}
