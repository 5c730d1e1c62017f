package dev.workerpool.bench;

import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * P4: items that come and go for a long time, within the default write budget. The bucket begins at
 * the mark below which puts wait, so that nothing of a burst is measured.
 */
final class Sustained {
  private static final double GOAL = 4000;
  private static final int PRODUCERS = 8;
  private static final int CONSUMERS = 4;
  private static final int BATCH = 100;
  private static final int TAKEN = 500;

  private final StoreUnderTest store;
  private final Duration time;
  private final Consumer<String> progress;

  Sustained(StoreUnderTest store, Duration time, Consumer<String> progress) {
    this.store = store;
    this.time = time;
    this.progress = progress;
  }

  List<Figure> figures() throws Exception {
    try (BenchRelay relay = store.limited(store.pool(), Sustained::emptied)) {
      LongAdder done = new LongAdder();
      AtomicBoolean over = new AtomicBoolean();
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        Work work = new Work(relay.client(), i);
        clients.add(() -> until(over, () -> work.put(BATCH)));
      }
      for (int i = 0; i < CONSUMERS; i++) {
        Work work = new Work(relay.client(), PRODUCERS + i);
        clients.add(() -> until(over, () -> acked(work, done)));
      }
      double[] rate = new double[2];
      clients.add(
          () -> {
            try {
              measure(relay, done, rate);
            } finally {
              over.set(true);
            }
            return null;
          });
      Load.together(clients);
      String items = Figure.number(rate[0]) + " items/s";
      progress.accept("sustained: " + items + ", " + Figure.number(rate[1]) + " bytes an item");
      return List.of(
          Figure.told("bytes written to the API server an item", Figure.number(rate[1])),
          Figure.atLeast(
              "P4", "put, got and acked, within the write budget", rate[0], GOAL, " items/s"));
    }
  }

  /** The rest of the bucket is kept for acknowledgements. */
  private static WriteBudget emptied(WriteBudget budget) {
    while (budget.untilPuts().isZero()) {
      budget.spend(Math.max(1, budget.left() / 100));
    }
    return budget;
  }

  private void measure(BenchRelay relay, LongAdder done, double[] rate)
      throws InterruptedException {
    Thread.sleep(time.toMillis() / 3);
    long items = done.sum();
    long bytes = relay.written();
    long start = System.nanoTime();
    Thread.sleep(time.toMillis());
    rate[0] = (done.sum() - items) / ((System.nanoTime() - start) / 1e9);
    rate[1] = (double) (relay.written() - bytes) / Math.max(1, done.sum() - items);
  }

  private static Void until(AtomicBoolean over, Load.Step step) throws Exception {
    while (!over.get()) {
      step.run();
    }
    return null;
  }

  private static long acked(Work work, LongAdder done) throws Exception {
    long items = work.ack(work.take(TAKEN, Duration.ofSeconds(1)));
    done.add(items);
    return items;
  }
}
