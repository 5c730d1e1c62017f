package dev.workerpool.bench;

import dev.workerpool.relay.PoolChannel;
import dev.workerpool.worker.client.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** How long it takes until a second relay serves a channel with many items in it. */
final class Recovery {
  private static final int CLIENTS = 4;
  private static final int BATCH = 1000;

  private final StoreUnderTest store;
  private final int items;
  private final Consumer<String> progress;

  Recovery(StoreUnderTest store, int items, Consumer<String> progress) {
    this.store = store;
    this.items = items;
    this.progress = progress;
  }

  List<Figure> figures() throws Exception {
    PoolChannel pool = store.pool();
    BenchRelay first = store.unlimited(pool);
    long written;
    try {
      fill(first);
      written = first.written();
    } finally {
      first.crash();
    }
    progress.accept("recovery: %d items put, %d bytes written".formatted(items, written));
    long start = System.nanoTime();
    try (BenchRelay second = store.unlimited(pool)) {
      Channel client = second.client();
      long ready = client.stats(BenchRelay.QUEUE).ready();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (ready != items) {
        throw new IllegalStateException(ready + " items were found of " + items);
      }
      progress.accept("recovery: " + Figure.number(seconds) + " s");
      String what =
          "recovery of %,d items (%d MB): killed → another relay serves"
              .formatted(items, (long) items * Work.ITEM_BYTES / 1_000_000);
      return List.of(Figure.told(what, Figure.number(seconds) + " s"));
    }
  }

  private void fill(BenchRelay relay) throws Exception {
    AtomicLong left = new AtomicLong(items);
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Work work = new Work(relay.client(), i);
      clients.add(
          () -> {
            for (long n = left.getAndAdd(-BATCH); n > 0; n = left.getAndAdd(-BATCH)) {
              work.put((int) Math.min(n, BATCH));
            }
            return null;
          });
    }
    Load.together(clients);
  }
}
