package dev.workerpool.main;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import dev.workerpool.http.RelayServer;
import dev.workerpool.local.FileChannelStore;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A whole relay on files in this JVM, and workers as OS processes that a pool would have started.
 */
final class RelayOfFiles implements AutoCloseable {
  private static final PoolChannel CHANNEL =
      new PoolChannel(new ChannelRef("default", "consumers"), "uid-1");
  private static final Path DIST = Path.of("../worker-image/java/target/dist").toAbsolutePath();
  static final Path SDK = DIST.resolve("lib/worker-sdk.jar");

  /** How a worker ended: exit status and all it printed. */
  record Ended(int status, List<String> lines) {}

  private final Path folder;
  private final Declaration declaration;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final List<java.lang.Process> processes = new ArrayList<>();
  private Relay relay;
  private RelayServer server;
  private int port;

  RelayOfFiles(Path folder, String... queues) {
    this.folder = folder;
    this.declaration =
        new Declaration(
            List.of(queues).stream().map(name -> new DeclaredQueue(name, 0)).toList(), List.of());
    serve();
  }

  /** Serves on the store as it is, as a successor does. */
  void serve() {
    RelayRuntime runtime = RelayRuntime.real(threads, threads);
    relay = new ChannelRelay(new FileChannelStore(folder), runtime, settings());
    relay.own(CHANNEL, declaration, 0);
    relay.start();
    server = RelayServer.of("127.0.0.1", port, relay, this::identify);
    server.start();
    port = server.port();
  }

  /** Ends without a word to a successor: what it knew besides the store is lost. */
  void crash() {
    server.close();
  }

  /** A worker; its pod's uid is its token. The relay is told how it ended. */
  Worker start(String name, Map<String, String> env, String... command) throws Exception {
    String uid = name + "-" + UUID.randomUUID();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("WORKERPOOL_"));
    builder.environment().putAll(environment(name, uid));
    builder.environment().putAll(env);
    java.lang.Process process = builder.start();
    processes.add(process);
    List<String> lines = new CopyOnWriteArrayList<>();
    CompletableFuture<Ended> end =
        CompletableFuture.runAsync(() -> process.inputReader().lines().forEach(lines::add))
            .thenCombine(process.onExit(), (read, p) -> new Ended(p.exitValue(), lines));
    process.onExit().thenAccept(p -> relay.workerEnded(uid, p.exitValue()));
    return new Worker(process, lines, end);
  }

  /** A running worker, and what it has printed up to now. */
  record Worker(java.lang.Process process, List<String> lines, CompletableFuture<Ended> end) {
    Ended await() throws Exception {
      return end.get(120, TimeUnit.SECONDS);
    }
  }

  private Map<String, String> environment(String name, String uid) throws Exception {
    Path token = Files.writeString(folder.resolve("token-" + uid), uid);
    Map<String, String> env = new HashMap<>();
    env.put("WORKERPOOL_URL", "http://127.0.0.1:" + port);
    env.put("WORKERPOOL_NAMESPACE", CHANNEL.ref().namespace());
    env.put("WORKERPOOL_CHANNEL", CHANNEL.ref().name());
    env.put("WORKERPOOL_PROCESS", name);
    env.put("WORKERPOOL_KEY", name);
    env.put("WORKERPOOL_POD_UID", uid);
    env.put("WORKERPOOL_TOKEN_FILE", token.toString());
    env.put("CLASSPATH", SDK.toString());
    env.put("PATH", DIST.resolve("bin") + ":" + System.getenv("PATH"));
    return env;
  }

  private CompletableFuture<Caller> identify(String token) {
    return CompletableFuture.completedFuture(
        token == null || token.isEmpty()
            ? new Caller.Refused(false, "no token")
            : new Caller.Worker("default", "consumers", "consumers", token));
  }

  /** Grace is short: what it protects is waited for by nobody here but the test. */
  private static RelaySettings settings() {
    RelaySettings d = RelaySettings.DEFAULT;
    return new RelaySettings(
        Duration.ofSeconds(7),
        Duration.ofMillis(200),
        d.coalesce(),
        d.batchOperations(),
        d.batchBytes(),
        d.backlogOperations(),
        d.backlogBytes());
  }

  /** Waits for what is being written: the folder is deleted next. */
  @Override
  public void close() {
    processes.forEach(java.lang.Process::destroyForcibly);
    server.close();
    threads.shutdownNow();
    try {
      threads.awaitTermination(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
