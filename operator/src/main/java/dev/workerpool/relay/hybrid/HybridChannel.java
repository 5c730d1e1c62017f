package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Outdated;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.StoreFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One channel's objects, as one relay writes them: one thing at a time.
 *
 * <p>A commit is either the whole state, put into the head by compare-and-swap; or a log entry,
 * which counts once a look at the head, begun after the entry was there, shows that nobody has
 * written the head since: then whoever takes over later lists after his own write of the head, and
 * so sees the entry.
 */
final class HybridChannel {
  /** Above this many times the limit, a state isn't even encoded to see whether it fits inline. */
  private static final int RECKONED_AT_MOST = 4;

  private static final int CLOSED_RANGES = 32;
  private static final Duration RARE = Duration.ofSeconds(1);

  private final PoolChannel channel;
  private final Tools tools;
  private final Turns turns;
  private final Calls calls;
  private final Loading loading;
  private final Reigns reigns;
  private final Upkeep upkeep;
  private final Tally tally = new Tally();

  /** Sets this instance's tokens apart from another's. */
  private final String name;

  private long moves;

  /** Null before the first load, and where nobody knows. */
  private volatile Standing standing;

  /** A head of ours that may or may not have been written. */
  private Standing doubtful;

  /** An entry that may or may not have been made. */
  private LogEntry doubtfulEntry;

  /** Somebody changed something, though this reign goes on: the next write is to be whole. */
  private boolean disturbed;

  /** The relay was told so by the write before. */
  private boolean toldOfIt;

  private volatile Commit lastCommit;
  private Instant lastCommitAt = Instant.MIN;

  HybridChannel(PoolChannel channel, Tools tools, Consumer<PoolChannel> onDisturbed) {
    this.channel = channel;
    this.tools = tools;
    this.name = tools.runtime().nonces().get();
    this.turns = new Turns(tools.runtime().executor());
    this.calls = tools.calls(tally::wrote);
    this.loading = new Loading(tools.maps(), calls, tools.settings(), channel);
    this.reigns = new Reigns(channel, tools.maps(), calls);
    this.upkeep = new Upkeep(channel, tools, calls, this, () -> onDisturbed.accept(channel));
  }

  CompletionStage<Found> load() {
    return turns.take(this::loadNow);
  }

  private CompletionStage<Found> loadNow() {
    standing = null;
    doubtful = null;
    doubtfulEntry = null;
    disturbed = false;
    lastCommit = null;
    return loading
        .load()
        .thenApply(
            loaded -> {
              standing = loaded.standing();
              return loaded.found() instanceof Head head
                  ? new Head(moved(), head.stamp(), head.content(), head.records())
                  : loaded.found();
            });
  }

  CompletionStage<Written> write(String version, Commit commit) {
    return turns.take(
        () -> {
          Instant start = now();
          return writeNow(version, commit)
              .thenApply(
                  written -> {
                    if (written instanceof Committed) {
                      lastCommit = commit;
                      lastCommitAt = now();
                      tally.committed(Duration.between(start, lastCommitAt));
                      tools.budget().took(Duration.between(start, lastCommitAt));
                      upkeep.committed();
                    }
                    return written;
                  });
        });
  }

  private CompletionStage<Written> writeNow(String version, Commit commit) {
    if (version == null) {
      return commit.stamp().epoch() == 1 ? anew(commit) : restore(commit);
    }
    if (standing == null || !token().equals(version)) {
      throw new IllegalStateException("the channel was not loaded, or has moved on since");
    }
    return doubtful == null
        ? follow(commit)
        : look().thenCompose(found -> standing == null ? lost() : follow(commit));
  }

  /** A head where there is none. */
  private CompletionStage<Written> anew(Commit commit) {
    long from = doubtfulEntry == null ? 1 : doubtfulEntry.seq() + 1;
    return rewrite(commit, commit.content().get(), null, from);
  }

  /** A head where there was one, by a relay that has served: unless it was deposed before. */
  private CompletionStage<Written> restore(Commit commit) {
    return reigns
        .mayRestore(commit.stamp())
        .thenCompose(
            may ->
                may
                    ? anew(commit)
                    : Calls.now(new Fenced(new Stamp(commit.stamp().epoch(), "", ""))));
  }

  private static CompletionStage<Written> lost() {
    throw new IllegalStateException("the channel has to be loaded again");
  }

  private CompletionStage<Written> follow(Commit commit) {
    if (!commit.stamp().sameReign(standing.index().by())) {
      return takeOver(commit);
    }
    boolean news = disturbed && !toldOfIt;
    disturbed = false;
    // Told twice in a row it would be sent again for ever, while a write of the head is in doubt.
    toldOfIt = news;
    return news ? Calls.now(new Edited(moved())) : commit(commit, standing.next());
  }

  /** What the relay names the standing by: another one with each commit, and each look. */
  private String token() {
    return name + "-" + moves;
  }

  private String moved() {
    moves++;
    return token();
  }

  /** Inline where that is small, or all that is allowed; else as an entry. */
  private CompletionStage<Written> commit(Commit commit, long seq) {
    HybridSettings settings = tools.settings();
    if (commit.whole()) {
      return rewrite(commit, commit.content().get(), standing, nextFrom());
    }
    long changeBytes = commit.records().stream().mapToLong(String::length).sum();
    if (commit.stateBytes() <= (long) RECKONED_AT_MOST * settings.inlineBytes()) {
      Map<String, String> content = commit.content().get();
      boolean rare = !now().isBefore(lastCommitAt.plus(RARE));
      if (Spill.inline(settings, ChannelCodec.sizeBytes(content), changeBytes, rare)) {
        return rewrite(commit, content, standing, nextFrom());
      }
    }
    LogEntry entry = new LogEntry(commit.stamp(), seq, commit.records());
    MapDraft draft = entry.draft(channel, settings.entryTextBytes());
    return draft.bytes() > HybridSettings.MAX_OBJECT_BYTES
        ? rewrite(commit, commit.content().get(), standing, nextFrom())
        : append(entry, draft);
  }

  /** Past an entry that may still come through: it must not count beside what contains it. */
  private long nextFrom() {
    return doubtfulEntry == null ? standing.next() : standing.next() + 1;
  }

  // An entry.

  private CompletionStage<Written> append(LogEntry entry, MapDraft draft) {
    doubtfulEntry = entry;
    return calls
        .create(draft)
        .thenCompose(
            reply -> {
              if (!(reply instanceof ConfigMaps.Done done)) {
                // Somebody made an object of that name. Its number is used up.
                standing = standing.skipping(entry.seq());
                doubtfulEntry = null;
                return Calls.now(new Edited(moved()));
              }
              return tools.verifies()
                  ? verify(entry, draft, done.meta())
                  : Calls.now(appended(entry, draft, done.meta()));
            });
  }

  private CompletionStage<Written> verify(LogEntry entry, MapDraft draft, MapMeta made) {
    return calls
        .read(() -> tools.maps().meta(channel.ref().namespace(), Names.head(channel)))
        .thenCompose(
            head -> {
              if (head.isPresent() && head.get().version().equals(standing.version())) {
                return Calls.now(appended(entry, draft, made));
              }
              return calls
                  .read(loading::head)
                  .thenApply(
                      found -> {
                        Written other = meaning(found.map(HeadDoc::new));
                        return other == null ? appended(entry, draft, made) : other;
                      });
            });
  }

  private Written appended(LogEntry entry, MapDraft draft, MapMeta made) {
    standing = standing.with(entry, draft.bytes(), made);
    doubtfulEntry = null;
    return new Committed(moved());
  }

  /**
   * What it means that the head has another version.
   *
   * @return null: nothing, only its metadata were touched
   */
  private Written meaning(Optional<HeadDoc> found) {
    if (found.isEmpty()) {
      return new Missing();
    }
    HeadDoc doc = found.get();
    if (doc.holds(standing.files(), standing.index())) {
      standing = standing.at(doc.version());
      return null;
    }
    return foreign(doc);
  }

  /** Another head is there than the one we know. */
  private Written foreign(HeadDoc doc) {
    Stamp by = doc.by();
    boolean theirs = by.epoch() > 0 && !by.sameReign(standing.index().by());
    if (theirs && by.epoch() >= standing.index().by().epoch()) {
      return new Fenced(by);
    }
    // Nobody but a person leaves our reign in place, puts an old head back, or makes it unreadable.
    standing = standing.at(doc.version());
    return new Edited(moved());
  }

  // The head.

  /**
   * The whole state, in the head where it fits, else as a snapshot that the head names.
   *
   * @param over what it replaces; null for a new head
   * @param from the first entry that is to count after it
   */
  private CompletionStage<Written> rewrite(
      Commit commit, Map<String, String> content, Standing over, long from) {
    long bytes = ChannelCodec.sizeBytes(content);
    String nonce = tools.runtime().nonces().get();
    if (bytes <= tools.settings().readableBytes()) {
      LogIndex index = LogIndex.checkpoint(commit.stamp(), nonce, from, null);
      return put(Standing.inline(index, content, commit.stamp(), bytes), over);
    }
    return upkeep
        .writeSnapshot(content, commit.stamp().epoch())
        .thenCompose(
            snapshot ->
                put(Snapshots.standing(snapshot, commit.stamp(), nonce, from, content), over));
  }

  /** Writes the head that makes the channel stand so: a commit. */
  private CompletionStage<Written> put(Standing next, Standing over) {
    return put(next, over, moved());
  }

  private CompletionStage<Written> put(Standing next, Standing over, String token) {
    doubtful = next;
    MapDraft draft = HeadDoc.draft(channel, next.files(), next.index());
    return calls
        .head(draft, over == null ? null : over.version(), next.index().write())
        .thenApply(
            written -> {
              doubtful = null;
              if (written instanceof Calls.Written w) {
                standing = next.at(w.meta().version());
                doubtfulEntry = null;
                upkeep.headWritten();
                return new Committed(token);
              } else if (written instanceof Calls.Gone) {
                return new Missing();
              }
              HeadDoc doc = ((Calls.Other) written).doc();
              return over == null ? met(doc) : foreign(doc);
            });
  }

  /** A head is there, where there was none. */
  private Written met(HeadDoc doc) {
    return new Fenced(doc.by());
  }

  // A new reign.

  private CompletionStage<Written> takeOver(Commit commit) {
    Standing before = standing;
    LogIndex fence = before.index().fenced(commit.stamp(), tools.runtime().nonces().get());
    MapDraft draft = HeadDoc.draft(channel, before.files(), fence);
    return calls
        .head(draft, before.version(), fence.write())
        .thenCompose(
            written -> {
              if (written instanceof Calls.Written w) {
                standing = before.indexed(fence, commit.stamp(), before.next());
                standing = standing.at(w.meta().version());
                return recover(commit);
              }
              standing = null;
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
    standing = null;
    return Calls.now(new Outdated());
  }

  private CompletionStage<Written> check(Commit commit) {
    return calls
        .read(() -> tools.maps().list(channel))
        .thenCompose(
            listed -> {
              long last = new Inventory(channel, listed).last(standing.index());
              return last == standing.next() - 1 ? begin(commit) : outdated();
            })
        // Deleted just now: its mark is ours, so nobody else can restore it.
        .thenCompose(written -> written instanceof Missing ? anew(commit) : Calls.now(written));
  }

  private CompletionStage<Written> begin(Commit commit) {
    boolean small = commit.stateBytes() <= (long) RECKONED_AT_MOST * tools.settings().inlineBytes();
    if (small || commit.whole() || standing.index().closed().size() >= CLOSED_RANGES) {
      return rewrite(commit, commit.content().get(), standing, 1);
    }
    LogIndex index = standing.index().begun(tools.runtime().nonces().get(), standing.next() - 1);
    return put(standing.indexed(index, commit.stamp(), 1), standing)
        .thenCompose(written -> written instanceof Committed ? append(commit) : Calls.now(written));
  }

  private CompletionStage<Written> append(Commit commit) {
    LogEntry entry = new LogEntry(commit.stamp(), standing.next(), commit.records());
    return append(entry, entry.draft(channel, tools.settings().entryTextBytes()));
  }

  // A look.

  CompletionStage<Found> peek() {
    return turns.take(() -> standing == null ? loadNow() : look());
  }

  /** The entry in doubt first: it counts only if the head is looked at after it was there. */
  private CompletionStage<Found> look() {
    if (doubtfulEntry == null) {
      return lookAtHead(null, null);
    }
    LogEntry entry = doubtfulEntry;
    MapDraft draft = entry.draft(channel, tools.settings().entryTextBytes());
    return calls
        .read(() -> tools.maps().get(draft.namespace(), draft.name()))
        .thenCompose(
            found ->
                lookAtHead(draft, found.filter(draft::madeOf).map(MapObject::meta).orElse(null)));
  }

  private CompletionStage<Found> lookAtHead(MapDraft draft, MapMeta made) {
    return calls
        .read(loading::head)
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                return new Absent();
              }
              HeadDoc doc = new HeadDoc(found.get());
              if (!doc.ours() || !doc.of(channel)) {
                return loading.taken();
              }
              if (doubtful != null && doc.writtenAs(doubtful.index().write())) {
                standing = doubtful;
                doubtfulEntry = null;
                doubtful = null;
              }
              return seen(doc, draft, made);
            });
  }

  private Found seen(HeadDoc doc, MapDraft draft, MapMeta made) {
    Stamp stamp = standing.last();
    if (doc.holds(standing.files(), standing.index())) {
      standing = standing.at(doc.version());
      if (made != null && doubtfulEntry != null) {
        appended(doubtfulEntry, draft, made);
        stamp = standing.last();
      }
    } else if (foreign(doc) instanceof Fenced fenced) {
      return new Head("foreign", fenced.foreign(), Map.of(), List.of());
    } else {
      disturbed = true;
      stamp = new Stamp(stamp.epoch(), stamp.holder(), "edited");
    }
    return new Head(moved(), stamp, Map.of(), List.of());
  }

  // For upkeep, which is nobody's commit.

  PoolChannel channel() {
    return channel;
  }

  Turns turns() {
    return turns;
  }

  /** Null where nothing is to be kept up. */
  Standing standing() {
    return standing;
  }

  Commit lastCommit() {
    return lastCommit;
  }

  Instant lastCommitAt() {
    return lastCommitAt;
  }

  /** Whether a write is in doubt; then nothing else is written unasked. */
  boolean inDoubt() {
    return standing == null || doubtful != null || doubtfulEntry != null || disturbed;
  }

  /** Writes the head anew for the same state. */
  CompletionStage<Written> reput(Standing next) {
    return put(next, standing, token());
  }

  /** In a turn: what is there isn't what should be. */
  void disturb() {
    disturbed = true;
  }

  /** In a turn: the head has another version; whether that means anything. */
  CompletionStage<Boolean> lookWhatMoved() {
    return calls
        .read(loading::head)
        .thenApply(
            found -> {
              Written meaning = meaning(found.map(HeadDoc::new));
              disturbed |= meaning instanceof Edited;
              return meaning != null;
            });
  }

  Tally tally() {
    return tally;
  }

  StoreFigures figures() {
    Standing now = standing;
    return tally.figures(now == null ? 0 : now.entries(), now != null && now.readable());
  }

  /** Nothing is done any more unasked. */
  void rest() {
    upkeep.rest();
  }

  private Instant now() {
    return tools.runtime().clock().instant();
  }
}
