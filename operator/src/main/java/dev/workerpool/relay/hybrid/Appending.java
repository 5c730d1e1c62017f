package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.util.concurrent.CompletionStage;

/**
 * A commit as a log entry. It counts once a look at the head, begun after the entry was there,
 * shows that nobody has written the head since.
 */
final class Appending {
  private final ChannelMaps maps;
  private final Knowledge known;

  Appending(ChannelMaps maps, Knowledge known) {
    this.maps = maps;
    this.known = known;
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
    return maps.headMeta()
        .thenCompose(
            head -> {
              if (known.standing().isAt(head)) {
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
