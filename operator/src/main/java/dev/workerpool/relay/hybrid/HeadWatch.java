package dev.workerpool.relay.hybrid;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How the head stood when an entry came to be, as a watch tells it. A watch tells changes in the
 * order in which the server made them: what it has said of the head when it says that the entry is
 * there, held at that moment. That is as much as a look begun after the creation shows, and it
 * comes with the creation's answer, or soon after. Where no watch says it in time, there is the
 * look.
 *
 * <p>In a turn, but for {@link #rest}.
 */
final class HeadWatch {
  /** A look takes a tenth of that where nothing is wrong. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** Between the begins of two watches: one may be refused each time, or break at once. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ChannelMaps maps;
  private volatile Watching now;
  private volatile boolean resting;
  private Instant notBefore = Instant.MIN;

  HeadWatch(ChannelMaps maps) {
    this.maps = maps;
  }

  /** The entry of that name is about to be created. */
  void expect(String entry) {
    Watching watching = now;
    if (watching != null) {
      watching.expect(entry);
    }
  }

  /** The head's version when the expected entry came to be; null where that wasn't told. */
  CompletionStage<String> headAt(MapMeta entry) {
    Watching watching = now;
    CompletableFuture<Told> told = watching == null ? null : watching.told();
    if (told == null) {
      return Calls.now(null);
    } else if (told.isDone()) {
      return Calls.now(told.join().headOf(entry));
    }
    maps.tools()
        .runtime()
        .scheduler()
        .after(
            PATIENCE,
            () -> {
              if (!told.isDone()) {
                end(watching);
              }
            });
    return told.thenApplyAsync(found -> found.headOf(entry), maps.tools().runtime().executor());
  }

  /** A look begun after that entry was there has shown the head so. */
  void begin(MapMeta entry, MapMeta head) {
    Instant time = maps.tools().now();
    if (now == null && !resting && !time.isBefore(notBefore) && maps.watches(head)) {
      notBefore = time.plus(PAUSE);
      Watching watching = new Watching(head);
      now = watching;
      watching.endsBy(maps.tools().maps().watch(maps.channel(), entry.version(), watching));
    }
  }

  /** For good. */
  void rest() {
    resting = true;
    Watching watching = now;
    if (watching != null) {
      end(watching);
    }
  }

  private void end(Watching watching) {
    if (now == watching) {
      now = null;
    }
    watching.end();
  }

  /**
   * What was told of an entry that was expected.
   *
   * @param uid of the one that came to be; null: nothing was told
   * @param head the head's version then; null: it was gone
   */
  private record Told(String uid, String head) {
    static final Told NOTHING = new Told(null, null);

    String headOf(MapMeta entry) {
      return entry.uid().equals(uid) ? head : null;
    }
  }

  /** One watch. Nothing is done under its lock but to change what it knows. */
  private final class Watching implements ConfigMaps.Changes {
    private final String headName;
    private String head;
    private String expected;
    private CompletableFuture<Told> told;
    private Runnable ending;
    private boolean over;

    Watching(MapMeta head) {
      this.headName = head.name();
      this.head = head.version();
    }

    synchronized void expect(String entry) {
      expected = entry;
      told = over ? CompletableFuture.completedFuture(Told.NOTHING) : new CompletableFuture<>();
    }

    /** Null: nothing was expected yet. */
    synchronized CompletableFuture<Told> told() {
      return told;
    }

    @Override
    public void changed(MapMeta object) {
      if (object.name().equals(headName)) {
        headIs(object.version());
        return;
      }
      CompletableFuture<Told> waiting;
      Told found;
      synchronized (this) {
        waiting = object.name().equals(expected) ? told : null;
        found = new Told(object.uid(), head);
      }
      if (waiting != null) {
        waiting.complete(found);
      }
    }

    @Override
    public void gone(String name) {
      if (name.equals(headName)) {
        headIs(null);
      }
    }

    private synchronized void headIs(String version) {
      head = version;
    }

    @Override
    public void over() {
      HeadWatch.this.end(this);
    }

    void endsBy(Runnable how) {
      boolean late;
      synchronized (this) {
        ending = how;
        late = over;
      }
      if (late) {
        how.run();
      }
    }

    void end() {
      Runnable how;
      CompletableFuture<Told> waiting;
      synchronized (this) {
        how = over ? null : ending;
        over = true;
        waiting = told;
      }
      if (waiting != null) {
        waiting.complete(Told.NOTHING);
      }
      if (how != null) {
        how.run();
      }
    }
  }
}
