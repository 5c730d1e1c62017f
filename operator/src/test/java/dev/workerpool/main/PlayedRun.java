package dev.workerpool.main;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import dev.workerpool.http.RelayServer;
import dev.workerpool.local.FileChannelStore;
import dev.workerpool.local.RunningRun;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A run of this machine that a test plays, and the commands that it points to it. */
final class PlayedRun implements AutoCloseable {
  private static final PoolChannel CHANNEL =
      new PoolChannel(new ChannelRef("default", "consumers"), "uid-1");

  private final Path data;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Relay relay;
  private RelayServer server;
  private RunningRun.Published published;

  /** With queues tasks and small (of two), and event ready. Takes stdout and stderr over. */
  PlayedRun(Path data) throws IOException {
    this.data = data;
    RelayRuntime runtime = RelayRuntime.real(threads, threads);
    relay =
        new ChannelRelay(
            new FileChannelStore(data.resolve("channels")), runtime, RelaySettings.DEFAULT);
    relay.own(
        CHANNEL,
        new Declaration(
            List.of(new DeclaredQueue("tasks", 0), new DeclaredQueue("small", 2)),
            List.of("ready")),
        0);
    relay.start();
    server = serve(0);
    Files.writeString(data.resolve("token"), "secret");
    publish(ProcessHandle.current().pid());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private RelayServer serve(int port) {
    RelayServer one =
        RelayServer.of(
            "127.0.0.1",
            port,
            relay,
            token ->
                CompletableFuture.completedStage(
                    "secret".equals(token)
                        ? new Caller.Guest("default", "consumers", "user")
                        : new Caller.Refused(false, "no")));
    one.start();
    return one;
  }

  /** It is that process which runs it. */
  void publish(long pid) {
    String url = "http://127.0.0.1:" + server.port();
    String token = data.resolve("token").toString();
    published =
        new RunningRun(pid, "consumers", url, "default", "consumers", token)
            .publish(data, RunningRun.list(data.resolve("runtime")));
  }

  /** Nobody answers, until what is returned is run. */
  Runnable silence() {
    int port = server.port();
    server.close();
    return () -> server = serve(port);
  }

  /** Runs the command on this run's channel; answers its exit status. */
  int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(1, data.toString());
    all.add(1, "--data");
    return Main.execute(all.toArray(String[]::new));
  }

  ByteArrayOutputStream out() {
    return out;
  }

  String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  List<String> complaints() {
    return complained().lines().toList();
  }

  @Override
  public void close() {
    System.setOut(realOut);
    System.setErr(realErr);
    published.close();
    server.close();
    threads.shutdownNow();
  }
}
