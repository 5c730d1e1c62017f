package dev.workerpool.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * P11: thousands of workers wait for an item; one is put, and one of them gets it. Measured from
 * the put's begin, so the durable write is in it.
 */
final class Parked implements AutoCloseable {
  private static final int WORKERS = 5000;
  private static final double MEBIBYTES = 400;
  private static final double PUTS = 3;

  /** Fewer say nothing of a 99th percentile, however slow they are. */
  private static final int LEAST = 100;

  private static final double MEBIBYTE = 1 << 20;
  private static final long DELIVERY_SECONDS = 60;

  private final StoreUnderTest store;
  private final Duration time;
  private final Consumer<String> progress;
  private final List<ParkedGet> workers = new ArrayList<>();
  private final LinkedBlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
  private final Selector selector = Selector.open();
  private final Thread listening = new Thread(this::listen, "parked-gets");
  private volatile Throwable failure;

  Parked(StoreUnderTest store, Duration time, Consumer<String> progress) throws IOException {
    this.store = store;
    this.time = time;
    this.progress = progress;
  }

  List<Figure> figures() throws Exception {
    try (BenchRelay relay = store.unlimited(store.pool())) {
      Work producer = new Work(relay.client(), 1);
      for (int i = 0; i < WORKERS; i++) {
        ParkedGet worker = new ParkedGet(relay, "worker-" + i);
        workers.add(worker);
        worker.socket().register(selector, SelectionKey.OP_READ, worker);
        worker.park();
      }
      listening.start();
      progress.accept(WORKERS + " gets are parked");
      List<Double> raw = new ArrayList<>();
      List<Double> ours = new ArrayList<>();
      measure(producer, raw, ours);
      return figures(raw, ours);
    } finally {
      close();
    }
  }

  private void measure(Work producer, List<Double> raw, List<Double> ours) throws Exception {
    StoreUnderTest.Raw map = store.raw();
    long start = System.nanoTime();
    long warm = start + time.toNanos() / 3;
    long end = start + 3 * time.toNanos();
    for (long now = start; now - end < 0 || raw.size() < LEAST; now = System.nanoTime()) {
      double put = Puts.millis(map::put);
      long began = System.nanoTime();
      producer.put(1);
      Long came = deliveries.poll(DELIVERY_SECONDS, TimeUnit.SECONDS);
      if (came == null) {
        throw new IllegalStateException("an item was not delivered", failure);
      }
      if (now - warm > 0) {
        raw.add(put);
        ours.add((came - began) / 1e6);
      }
    }
  }

  private static List<Figure> figures(List<Double> raw, List<Double> ours) throws IOException {
    double put = Quantile.of(raw, 0.5);
    double p99 = Quantile.of(ours, 0.99);
    System.gc(); // what is left is what the parked ones need
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double resident = Memory.mebibytes(ProcessHandle.current());
    return List.of(
        Figure.atMost(
            "P11",
            "5,000 parked gets: heap after a collection, their clients included",
            heap.getUsed() / MEBIBYTE,
            MEBIBYTES,
            " MB"),
        Figure.told("the same: memory of the benchmark's process", Figure.number(resident) + " MB"),
        Figure.told("raw PUT of a ConfigMap meanwhile, p50", Figure.number(put) + " ms"),
        Figure.told("the same, p99", Figure.number(Quantile.of(raw, 0.99)) + " ms"),
        Figure.told(
            "put → delivered to a parked get, p50", Figure.number(Quantile.of(ours, 0.5)) + " ms"),
        Figure.told("put → delivered, p99", Figure.number(p99) + " ms"),
        Figure.atMost("P11", "delivery's p99 / raw PUT's p50", p99 / put, PUTS, " ×"));
  }

  /** Waits for answers, and asks again. */
  private void listen() {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    try {
      while (selector.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          ParkedGet worker = (ParkedGet) key.attachment();
          if (worker.read(buffer)) {
            long now = System.nanoTime();
            if (worker.delivered()) {
              deliveries.add(now);
            }
            worker.park();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (java.nio.channels.ClosedSelectorException over) {
      // the measurement is
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (ParkedGet worker : workers) {
      worker.close();
    }
  }
}
