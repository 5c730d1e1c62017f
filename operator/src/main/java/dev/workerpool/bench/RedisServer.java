package dev.workerpool.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Redis of our own that syncs its file at each write, on a free port of this machine. */
final class RedisServer implements AutoCloseable {
  private static final long START_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long END_SECONDS = 10;
  private static final long POLL_MILLIS = 50;

  private final Folder folder = new Folder("workerpool-bench-redis");
  private final Process process;
  private final int port;

  /** Null where there is none on the PATH. */
  static RedisServer start() throws IOException {
    try {
      new ProcessBuilder("redis-server", "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      return null; // no such program
    }
    RedisServer server = new RedisServer();
    server.awaitReady();
    return server;
  }

  private RedisServer() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String dir = folder.path().toString();
    process =
        new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                dir,
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "")
            .redirectErrorStream(true)
            .redirectOutput(folder.path().resolve("log").toFile())
            .start();
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + START_NANOS;
    for (; ; ) {
      try (Resp client = new Resp(port)) {
        client.ask("PING");
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          close();
          throw new IllegalStateException("redis-server did not start", notYet);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Cycles a second: an item into a list, moved to a list of this client's own as reliable queues
   * on Redis do, and removed from that.
   */
  double cyclesPerSecond(int clients, Duration time) throws IOException {
    List<Resp> connections = new ArrayList<>();
    try {
      List<Load.Step> steps = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Resp client = new Resp(port);
        connections.add(client);
        SampleTasks tasks = new SampleTasks(i, Work.ITEM_BYTES);
        String held = "held-" + i;
        steps.add(() -> cycle(client, tasks, held));
      }
      return Load.perSecond(steps, time);
    } finally {
      for (Resp connection : connections) {
        connection.close();
      }
    }
  }

  private static long cycle(Resp client, SampleTasks tasks, String held) throws IOException {
    client.ask("LPUSH", "tasks", tasks.next());
    Object item = client.ask("LMOVE", "tasks", held, "RIGHT", "LEFT");
    Object removed = client.ask("LREM", held, "1", (String) item);
    if (!Long.valueOf(1).equals(removed)) {
      throw new IllegalStateException("Redis had lost an item");
    }
    return 1;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
