package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.StoreFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One channel's objects, as one relay writes them: one thing at a time.
 *
 * <p>A commit is either the whole state, put into the head by compare-and-swap; or a log entry,
 * which counts once it is known that nobody had written the head when the entry came to be: then
 * whoever takes over later lists after his own write of the head, and so sees the entry.
 */
final class HybridChannel {
  private static final Duration RARE = Duration.ofSeconds(1);

  private final Tools tools;
  private final Turns turns;
  private final Tally tally = new Tally();
  private final Knowledge known;
  private final ChannelMaps maps;
  private final Loading loading;
  private final Looking looking;
  private final HeadWriting heads;
  private final HeadWatch watch;
  private final Appending entries;
  private final TakingOver reign;
  private final Chores chores;
  private final Checkpoints checkpoints;
  private final ReadableForm readable;
  private final Audit audit;

  HybridChannel(PoolChannel channel, Tools tools, Consumer<PoolChannel> onDisturbed) {
    this.tools = tools;
    turns = new Turns(tools.runtime().executor());
    known = new Knowledge(tools.nonce());
    maps = new ChannelMaps(channel, tools, tools.calls(tally::wrote));
    loading = new Loading(maps);
    looking = new Looking(maps, known);
    chores = new Chores(tools.runtime(), turns);
    SnapshotWriting snapshots = new SnapshotWriting(maps, tally);
    Garbage garbage = new Garbage(maps, known, snapshots, chores);
    heads = new HeadWriting(maps, known, looking, snapshots, garbage);
    watch = new HeadWatch(maps);
    entries = new Appending(maps, known, watch);
    reign = new TakingOver(maps, known, heads, entries);
    checkpoints = new Checkpoints(maps, known, heads, snapshots, chores);
    readable = new ReadableForm(maps, known, heads, snapshots, chores);
    audit = new Audit(maps, known, looking, garbage, chores, () -> onDisturbed.accept(channel));
  }

  CompletionStage<Found> load() {
    return turns.take(this::loadNow);
  }

  private CompletionStage<Found> loadNow() {
    known.forget();
    return loading
        .load()
        .thenApply(
            loaded -> {
              known.stands(loaded.standing());
              return loaded.found() instanceof Head head
                  ? new Head(known.moved(), head.stamp(), head.content(), head.records())
                  : loaded.found();
            });
  }

  CompletionStage<Found> peek() {
    return turns.take(() -> known.standing() == null ? loadNow() : look());
  }

  /** Where it shows that the commit in doubt has landed, it is one like the others from then on. */
  private CompletionStage<Found> look() {
    return looking
        .look()
        .thenApply(
            found -> {
              Commit tried = known.tried();
              if (tried != null && known.isLast(tried)) {
                committed(tried);
              }
              return found;
            });
  }

  CompletionStage<Written> write(String version, Commit commit) {
    return turns.take(
        () -> {
          Instant start = tools.now();
          known.tries(commit);
          return writeNow(version, commit)
              .thenApply(
                  written -> {
                    if (written instanceof Committed) {
                      took(Duration.between(start, tools.now()));
                      committed(commit);
                    }
                    return written;
                  });
        });
  }

  private void took(Duration time) {
    tally.committed(time);
    tools.budget().took(time);
  }

  private void committed(Commit commit) {
    known.committed(commit, tools.now());
    checkpoints.committed();
    readable.committed();
    audit.later();
  }

  private CompletionStage<Written> writeNow(String version, Commit commit) {
    if (version == null) {
      return commit.stamp().epoch() == 1 ? reign.found(commit) : reign.restore(commit);
    }
    if (known.standing() == null || !known.token().equals(version)) {
      throw new IllegalStateException("the channel was not loaded, or has moved on since");
    }
    return known.doubtfulHead() == null
        ? follow(commit)
        : looking.look().thenCompose(found -> known.standing() == null ? lost() : again(commit));
  }

  /** What was in doubt may have come through just now, and this commit with it. */
  private CompletionStage<Written> again(Commit commit) {
    return known.isLast(commit) ? Calls.now(new Committed(known.moved())) : follow(commit);
  }

  private static CompletionStage<Written> lost() {
    throw new IllegalStateException("the channel has to be loaded again");
  }

  private CompletionStage<Written> follow(Commit commit) {
    if (!commit.stamp().sameReign(known.standing().index().by())) {
      return reign.takeOver(commit);
    }
    return known.takeNews() ? Calls.now(new Edited(known.moved())) : commit(commit);
  }

  /** Inline where that is small, or all that is allowed; else as an entry. */
  private CompletionStage<Written> commit(Commit commit) {
    HybridSettings settings = tools.settings();
    if (commit.whole()) {
      return heads.rewrite(commit);
    }
    long changeBytes = commit.records().stream().mapToLong(String::length).sum();
    boolean rare = !tools.now().isBefore(known.lastCommitAt().plus(RARE));
    long inline = Spill.inlineUpTo(settings, changeBytes, rare);
    if (Spill.mayFit(commit, inline)) {
      Map<String, String> content = commit.content().get();
      if (ChannelCodec.sizeBytes(content) <= inline) {
        return heads.rewrite(commit, content);
      }
    }
    LogEntry entry = entries.entry(commit);
    MapDraft draft = maps.draft(entry);
    return draft.bytes() > HybridSettings.MAX_OBJECT_BYTES
        ? heads.rewrite(commit)
        : heads.unlessRefused(commit, entries.append(entry, draft));
  }

  StoreFigures figures() {
    Standing now = known.standing();
    return tally.figures(now == null ? 0 : now.entries(), now != null && now.readable());
  }

  /** Nothing is done any more unasked. */
  void rest() {
    chores.rest();
    watch.rest();
  }
}
