package dev.workerpool.bench;

import dev.workerpool.local.FileChannelStore;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** P5: cycles of put, get and ack on durable files, beside what one would take instead. */
final class LocalChannel {
  private static final int[] CLIENTS = {1, 16, 64};
  private static final PoolChannel CHANNEL =
      new PoolChannel(new ChannelRef("default", "bench"), "bench");

  private final Duration time;
  private final int rounds;
  private final Consumer<String> progress;

  /** Of one number of clients; null or empty where there is no such program here. */
  private record Seen(List<Double> ours, List<Double> redis, List<Double> manager) {}

  LocalChannel(Duration time, int rounds, Consumer<String> progress) {
    this.time = time;
    this.rounds = rounds;
    this.progress = progress;
  }

  List<Figure> figures() throws IOException {
    List<Figure> figures = new ArrayList<>();
    boolean python = ManagerRuns.possible();
    try (RedisServer redis = RedisServer.start()) {
      for (int clients : CLIENTS) {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
          seen.ours.add(told("relay on files", clients, ours(clients)));
          if (redis != null) {
            seen.redis.add(told("redis", clients, redis.cyclesPerSecond(clients, time)));
          }
          if (python) {
            double rate = ManagerRuns.cyclesPerSecond(clients, time);
            seen.manager.add(told("manager", clients, rate));
          }
        }
        figures.addAll(figures(clients, seen));
      }
    }
    return figures;
  }

  private double told(String who, int clients, double rate) {
    progress.accept("%s, %d clients: %s cycles/s".formatted(who, clients, Figure.number(rate)));
    return rate;
  }

  /** A relay of its own each time: one begins where the other began. */
  private double ours(int clients) throws IOException {
    try (Folder folder = new Folder("workerpool-bench-channel");
        BenchRelay relay =
            new BenchRelay(CHANNEL, (runtime, io) -> new FileChannelStore(folder.path()))) {
      List<Load.Step> steps = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Work work = new Work(relay.client(), i);
        steps.add(work::cycle);
      }
      return Load.perSecond(steps, time);
    }
  }

  private static List<Figure> figures(int clients, Seen seen) {
    String who = clients == 1 ? ", 1 client" : ", " + clients + " clients";
    double ours = Median.of(seen.ours);
    List<Figure> figures = new ArrayList<>();
    figures.add(told("put → get → ack, durable files" + who, ours));
    if (seen.redis.isEmpty()) {
      String none = "there is no redis-server on the PATH";
      figures.add(Figure.skipped("P5", "the relay against Redis, AOF always" + who, none));
    } else {
      double redis = Median.of(seen.redis);
      figures.add(told("the same by Redis, AOF always" + who, redis));
      figures.add(Figure.atLeast("P5", "the relay against Redis" + who, ours / redis, 1, " ×"));
    }
    if (!seen.manager.isEmpty()) {
      double manager = Median.of(seen.manager);
      figures.add(told("the same by Manager().JoinableQueue, in memory" + who, manager));
    }
    return figures;
  }

  private static Figure told(String what, double rate) {
    return Figure.told(what, Figure.number(rate) + " cycles/s");
  }
}
