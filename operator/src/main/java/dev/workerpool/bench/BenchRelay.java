package dev.workerpool.bench;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import dev.workerpool.http.RelayServer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** A relay in this JVM, with one channel that has a queue {@code tasks}, reached by HTTP. */
final class BenchRelay implements AutoCloseable {
  static final String QUEUE = "tasks";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long HAND_OVER_SECONDS = 30;
  private static final int STORING = 32;

  private final PoolChannel channel;
  private final Folder tokens = new Folder("workerpool-bench-tokens");
  private final ExecutorService actors = Executors.newFixedThreadPool(2);
  private final ExecutorService storing = Executors.newFixedThreadPool(STORING);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ChannelStore store;
  private final ChannelRelay relay;
  private final RelayServer server;

  /**
   * Serves.
   *
   * @param store made from the relay's world and the threads for what blocks
   */
  BenchRelay(PoolChannel channel, BiFunction<RelayRuntime, Executor, ChannelStore> store)
      throws IOException {
    this.channel = channel;
    RelayRuntime runtime = RelayRuntime.real(actors, timer);
    this.store = store.apply(runtime, storing);
    relay = new ChannelRelay(this.store, runtime, RelaySettings.DEFAULT);
    relay.own(channel, new Declaration(List.of(new DeclaredQueue(QUEUE, 0)), List.of()), 0);
    relay.start();
    server = RelayServer.of("127.0.0.1", 0, relay, this::identify);
    server.start();
  }

  /** A token is the name of a worker of the channel's pool. */
  private CompletionStage<Caller> identify(String token) {
    String pool = channel.ref().name();
    return CompletableFuture.completedFuture(
        new Caller.Worker(channel.ref().namespace(), pool, pool, token));
  }

  /** Another worker's client. */
  Channel client() throws IOException {
    String worker = Channel.newId();
    Path token = Files.writeString(tokens.path().resolve(worker), worker);
    Target target =
        new Target(
            "http://127.0.0.1:" + server.port(),
            channel.ref().namespace(),
            channel.ref().name(),
            token,
            null);
    return Channel.of(target, new Channel.Options(worker, false, PATIENCE, BenchRelay::ignore));
  }

  private static void ignore(String waiting) {
    // a client that waits shows in the figure
  }

  int port() {
    return server.port();
  }

  String path() {
    return "/v1/namespaces/%s/channels/%s"
        .formatted(channel.ref().namespace(), channel.ref().name());
  }

  /** Bytes written for the channel since it was opened; 0 where the store doesn't count. */
  long written() {
    return store.figures().values().stream().mapToLong(f -> f.bytes()).sum();
  }

  /** Commits since it was opened; 0 where the store doesn't count. */
  long commits() {
    return store.figures().values().stream().mapToLong(f -> f.commits()).sum();
  }

  /** Ends without a word to a successor, as when it is killed. */
  void crash() throws IOException {
    server.close();
    actors.shutdownNow();
    timer.shutdownNow();
    storing.shutdownNow();
    tokens.close();
  }

  @Override
  public void close() throws IOException {
    try {
      relay.stop().toCompletableFuture().orTimeout(HAND_OVER_SECONDS, TimeUnit.SECONDS).join();
    } finally {
      crash();
    }
  }
}
