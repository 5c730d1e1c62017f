package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.util.concurrent.CompletionStage;

/**
 * A commit as a log entry. It counts once it is known that nobody had written the head when the
 * entry came to be: from a watch that tells it, or by a look begun after the entry was there.
 */
final class Appending {
  private final ChannelMaps maps;
  private final Knowledge known;
  private final HeadWatch watch;

  Appending(ChannelMaps maps, Knowledge known, HeadWatch watch) {
    this.maps = maps;
    this.known = known;
    this.watch = watch;
  }

  /** The entry that the commit would be. */
  LogEntry entry(Commit commit) {
    return new LogEntry(commit.stamp(), known.standing().next(), commit.records());
  }

  CompletionStage<Written> append(Commit commit) {
    LogEntry entry = entry(commit);
    return append(entry, maps.draft(entry));
  }

  CompletionStage<Written> append(LogEntry entry, MapDraft draft) {
    known.triesEntry(entry);
    watch.expect(draft.name());
    return maps.calls()
        .create(draft)
        .thenCompose(
            reply -> {
              if (!(reply instanceof ConfigMaps.Done done)) {
                return Calls.now(known.entryTaken(entry));
              }
              return maps.tools().verifies()
                  ? verify(entry, draft, done.meta())
                  : Calls.now(known.entryMade(entry, draft, done.meta()));
            });
  }

  private CompletionStage<Written> verify(LogEntry entry, MapDraft draft, MapMeta made) {
    return watch
        .headAt(made)
        .thenCompose(
            version ->
                known.standing().isAt(version)
                    ? Calls.now(known.entryMade(entry, draft, made))
                    : look(entry, draft, made));
  }

  private CompletionStage<Written> look(LogEntry entry, MapDraft draft, MapMeta made) {
    return maps.headMeta()
        .thenCompose(
            head -> {
              if (known.standing().isAt(head)) {
                watch.begin(made, head.get());
                return Calls.now(known.entryMade(entry, draft, made));
              }
              return maps.head()
                  .thenApply(
                      found -> {
                        Written other = known.meaning(found.map(HeadDoc::new));
                        return other == null ? known.entryMade(entry, draft, made) : other;
                      });
            });
  }
}
