package dev.workerpool.local;

import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The relay of a run: its store is files, and it listens on this machine only. */
final class LocalRelay implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  private final Relay relay;
  private final RelayListener.Listening listening;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;

  private LocalRelay(
      Relay relay,
      RelayListener.Listening listening,
      ExecutorService threads,
      ScheduledExecutorService timer) {
    this.relay = relay;
    this.listening = listening;
    this.threads = threads;
    this.timer = timer;
  }

  /** Starts to serve, as yet no channel. */
  static LocalRelay start(DataFolder data, RelayListener listener, LocalCallers callers) {
    ExecutorService threads = Executors.newCachedThreadPool(daemons("relay"));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(daemons("relay-timer"));
    var runtime = RelayRuntime.real(threads, timer);
    var store = new FileChannelStore(data.folder("channels"));
    var relay = new ChannelRelay(store, runtime, RelaySettings.DEFAULT);
    relay.start();
    return new LocalRelay(relay, listener.listen(relay, callers), threads, timer);
  }

  private static ThreadFactory daemons(String name) {
    var count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  Relay relay() {
    return relay;
  }

  /** Where processes reach it. */
  String url() {
    return "http://127.0.0.1:" + listening.port();
  }

  @Override
  public void close() {
    listening.close();
    try {
      relay.stop().toCompletableFuture().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
    } finally {
      timer.shutdownNow();
      threads.shutdownNow();
    }
  }
}
