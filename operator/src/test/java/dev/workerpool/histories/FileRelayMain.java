package dev.workerpool.histories;

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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Local mode's relay as a process that can be killed: {@code FOLDER PORT}. A token is a pod. */
public final class FileRelayMain {
  private FileRelayMain() {}

  public static void main(String[] args) throws InterruptedException {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    RelayRuntime runtime = RelayRuntime.real(threads, threads);
    RelaySettings usual = RelaySettings.DEFAULT;
    Relay relay = new ChannelRelay(new FileChannelStore(Path.of(args[0])), runtime, usual);
    relay.own(
        new PoolChannel(new ChannelRef("default", "consumers"), "uid-1"),
        new Declaration(List.of(new DeclaredQueue("tasks", 50)), List.of()),
        0);
    relay.start();
    RelayServer server =
        RelayServer.of(
            "127.0.0.1",
            Integer.parseInt(args[1]),
            relay,
            token ->
                CompletableFuture.completedStage(
                    new Caller.Worker("default", "consumers", "consumers", token)));
    server.start();
    Thread.currentThread().join();
  }
}
