package dev.workerpool.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** P1 to P3: durable puts beside raw PUTs of a ConfigMap in the same run. */
final class Puts {
  private static final double ALONE = 1.3;
  private static final double TOGETHER = 20;
  private static final double BATCHED = 20_000;
  private static final int MANY = 64;
  private static final int SOME = 16;
  private static final int BATCH = 100;

  /** Fewer say nothing of a percentile, however slow they are. */
  private static final int LEAST = 20;

  private final StoreUnderTest store;
  private final Duration time;
  private final int rounds;
  private final Consumer<String> progress;

  Puts(StoreUnderTest store, Duration time, int rounds, Consumer<String> progress) {
    this.store = store;
    this.time = time;
    this.rounds = rounds;
    this.progress = progress;
  }

  List<Figure> figures(Set<String> only) throws Exception {
    List<Figure> figures = new ArrayList<>();
    if (only.contains("P1")) {
      alone(figures, "a channel that fills up", false);
      alone(figures, "an empty channel", true);
    }
    if (only.contains("P2")) {
      together(figures);
    }
    if (only.contains("P3")) {
      figures.add(
          Figure.atLeast(
              "P3",
              "durable puts in batches of 100, 16 clients, burst",
              Median.of(rates("batches of 100, 16 clients", SOME, BATCH)),
              BATCHED,
              " items/s"));
    }
    return figures;
  }

  /**
   * In turns: a raw PUT, one as the store sends it, a put by one client, and where it is to stay
   * empty a get and its ack.
   */
  private void alone(List<Figure> figures, String where, boolean emptied) throws Exception {
    List<Double> raw = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    StoreUnderTest.Raw map = store.raw();
    StoreUnderTest.OwnPut ownMap = store.own(store.pool());
    try (BenchRelay relay = store.unlimited(store.pool())) {
      Work work = new Work(relay.client(), 1);
      long start = System.nanoTime();
      long warm = start + time.toNanos() / 3;
      long end = start + rounds * time.toNanos();
      for (long now = start; now - end < 0 || raw.size() < LEAST; now = System.nanoTime()) {
        double rawMillis = millis(map::put);
        double ownMillis = millis(ownMap::put);
        double oursMillis = millis(() -> work.put(1));
        if (now - warm > 0) {
          raw.add(rawMillis);
          own.add(ownMillis);
          ours.add(oursMillis);
        }
        if (emptied) {
          work.takeAndAck(1);
        }
      }
    }
    double theirs = Quantile.of(raw, 0.5);
    double median = Quantile.of(ours, 0.5);
    progress.accept(
        "raw PUT %s ms, put into %s %s ms"
            .formatted(Figure.number(theirs), where, Figure.number(median)));
    figures.add(Figure.told("raw PUT of a ConfigMap, p50", Figure.number(theirs) + " ms"));
    figures.add(
        Figure.told(
            "the same as the store sends it, p50", Figure.number(Quantile.of(own, 0.5)) + " ms"));
    figures.add(Figure.told("durable put into " + where + ", p50", Figure.number(median) + " ms"));
    figures.add(
        Figure.atMost(
            "P1", "one client, " + where + ": put / raw PUT", median / theirs, ALONE, " ×"));
  }

  private void together(List<Figure> figures) throws Exception {
    List<Double> raw = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    StoreUnderTest.Raw map = store.raw();
    for (int round = 0; round < rounds; round++) {
      raw.add(told("raw PUTs, one after the other", Load.perSecond(List.of(map::put), time)));
      ours.add(told("64 clients", rate(MANY, 1)));
    }
    double theirs = Median.of(raw);
    double median = Median.of(ours);
    figures.add(Figure.told("raw PUTs, one after the other", Figure.number(theirs) + " puts/s"));
    figures.add(
        Figure.told("durable puts, 64 clients, one item each", Figure.number(median) + " puts/s"));
    figures.add(
        Figure.atLeast("P2", "64 clients: puts / raw PUTs", median / theirs, TOGETHER, " ×"));
  }

  private List<Double> rates(String what, int clients, int batch) throws Exception {
    List<Double> rates = new ArrayList<>();
    while (rates.size() < rounds) {
      rates.add(told(what, rate(clients, batch)));
    }
    return rates;
  }

  /** Items a second into a channel of its own. */
  private double rate(int clients, int batch) throws Exception {
    try (BenchRelay relay = store.unlimited(store.pool())) {
      List<Load.Step> steps = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Work work = new Work(relay.client(), i);
        steps.add(() -> work.put(batch));
      }
      return Load.perSecond(steps, time);
    }
  }

  private double told(String what, double rate) {
    progress.accept("%s: %s/s".formatted(what, Figure.number(rate)));
    return rate;
  }

  static double millis(Load.Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
