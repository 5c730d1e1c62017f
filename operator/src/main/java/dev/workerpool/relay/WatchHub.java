package dev.workerpool.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells watchers which channels changed. A cursor is a number of this relay's life; views are made
 * only for a page that is asked for.
 */
final class WatchHub {
  private static final int GONE_REMEMBERED = 1000;

  /** What a channel looks like now. */
  interface Source {
    ChannelView view();
  }

  private record Entry(long changedAt, Source source) {}

  private record Watcher(long after, CompletableFuture<WatchPage> page) {}

  private final RelayRuntime runtime;
  private final Duration coalesce;
  private final String life;
  private final Map<PoolChannel, Entry> entries = new HashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long version;
  private boolean flushing;

  WatchHub(RelayRuntime runtime, Duration coalesce) {
    this.runtime = runtime;
    this.coalesce = coalesce;
    this.life = runtime.nonces().get();
  }

  /** That channel has changed. */
  synchronized void changed(PoolChannel channel, Source source) {
    entries.put(channel, new Entry(++version, source));
    if (!watchers.isEmpty() && !flushing) {
      flushing = true;
      runtime.scheduler().after(coalesce, this::flush);
    }
  }

  /** That channel is gone for good: its last view is kept, and only so many of those. */
  synchronized void gone(PoolChannel channel, ChannelView last) {
    changed(channel, () -> last);
    List<Map.Entry<PoolChannel, Entry>> gone =
        entries.entrySet().stream()
            .filter(e -> e.getValue().source().view().gone())
            .sorted(Comparator.comparingLong(e -> e.getValue().changedAt()))
            .toList();
    for (int i = 0; i < gone.size() - GONE_REMEMBERED; i++) {
      entries.remove(gone.get(i).getKey());
    }
  }

  CompletableFuture<WatchPage> watch(String cursor, Duration patience) {
    CompletableFuture<WatchPage> page = new CompletableFuture<>();
    synchronized (this) {
      long after = parse(cursor);
      if (after < 0 || after < version) {
        page.complete(page(after));
        return page;
      }
      watchers.add(new Watcher(after, page));
    }
    runtime.scheduler().after(patience, () -> timeOut(page));
    page.whenComplete((p, failure) -> forget(page));
    return page;
  }

  private synchronized void forget(CompletableFuture<WatchPage> page) {
    watchers.removeIf(w -> w.page() == page);
  }

  private void timeOut(CompletableFuture<WatchPage> page) {
    WatchPage empty;
    synchronized (this) {
      empty = new WatchPage(life + ":" + version, List.of());
    }
    if (!page.isDone()) {
      page.complete(empty);
    }
  }

  private void flush() {
    List<Watcher> ready = new ArrayList<>();
    synchronized (this) {
      flushing = false;
      for (Iterator<Watcher> all = watchers.iterator(); all.hasNext(); ) {
        Watcher watcher = all.next();
        if (watcher.after() < version) {
          ready.add(watcher);
          all.remove();
        }
      }
    }
    for (Watcher watcher : ready) {
      WatchPage page;
      synchronized (this) {
        page = page(watcher.after());
      }
      watcher.page().complete(page);
    }
  }

  private WatchPage page(long after) {
    List<ChannelView> views =
        entries.values().stream()
            .filter(e -> e.changedAt() > after)
            .sorted(Comparator.comparingLong(Entry::changedAt))
            .map(e -> e.source().view())
            .toList();
    return new WatchPage(life + ":" + version, views);
  }

  /** The number in a cursor of this life; -1 for any other text. */
  private long parse(String cursor) {
    if (cursor == null || !cursor.startsWith(life + ":")) {
      return -1;
    }
    try {
      long after = Long.parseLong(cursor.substring(life.length() + 1));
      return after > version ? -1 : after;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
