package dev.workerpool.local;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** {@code workerpool run}: puts the parts together, runs the pool, tells how it ended. */
public final class LocalMode {
  private final RelayListener listener;
  private final Terminal terminal;
  private final Clock clock = Clock.systemUTC();
  private final Attention attention = new Attention();

  public LocalMode(RelayListener listener, Terminal terminal) {
    this.listener = listener;
    this.terminal = terminal;
  }

  private record Parts(DataFolder data, LocalCallers callers, LocalRelay relay, Toolkit toolkit) {}

  /**
   * Runs the pool to its end and prints what it has to say. Takes over this JVM's signals.
   *
   * @throws BadInput when there is nothing that could be run
   */
  public RunEnd run(RunOptions options) throws InterruptedException {
    var statusFile = new StatusFile(options.status());
    Signals.onEach(attention::signalled);
    try (DataFolder data = DataFolder.open(options.data())) {
      LocalCallers callers = new LocalCallers(data.folder("tokens"));
      // The relay comes up while the file is read and checked: both take a while in a cold JVM.
      var relay = CompletableFuture.supplyAsync(() -> LocalRelay.start(data, listener, callers));
      var toolkit = CompletableFuture.supplyAsync(() -> Toolkit.unpack(data.folder("toolkit")));
      try {
        PoolFile file = PoolFile.read(options.pool());
        file.pool().getMetadata().setUid(UUID.randomUUID().toString());
        RunEnd end = run(options, file, new Parts(data, callers, relay.join(), toolkit.join()));
        statusFile.write(file.pool().getStatus());
        return end;
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      } finally {
        toolkit.exceptionally(failed -> null).join();
        relay.thenAccept(LocalRelay::close).exceptionally(failed -> null).join();
      }
    }
  }

  private RunEnd run(RunOptions options, PoolFile file, Parts parts) throws InterruptedException {
    Output output = output(file.pool());
    tellIgnored(file, output);
    RunningRun.Published known = published(options, file, parts);
    try (known;
        var starter = starter(options, file, parts, output);
        var machine = machine(parts, starter)) {
      var requests = new RequestFiles(options.data() == null ? null : parts.data().path());
      RunEnd end =
          new LocalRun(file.pool(), machine, requests, output, attention, clock)
              .run(options.timeout());
      output.print(Summary.table(file.pool()));
      output.say(verdict(file.pool(), end));
      return end;
    }
  }

  /** So that {@code workerpool put} and the like find this run. */
  private static RunningRun.Published published(RunOptions options, PoolFile file, Parts parts) {
    var channel = LocalRun.channel(file.pool());
    try {
      Path token = parts.callers().admitUser(channel);
      var run =
          new RunningRun(
              ProcessHandle.current().pid(),
              file.pool().getMetadata().getName(),
              parts.relay().url(),
              channel.ref().namespace(),
              channel.ref().name(),
              token.toString());
      return run.publish(parts.data().path(), RunningRun.list(options.runtime()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessStarter starter(RunOptions options, PoolFile file, Parts parts, Output output) {
    var records = parts.data().folder("records");
    var environment = parts.toolkit().environment(options.environment());
    return new ProcessStarter(file.folder(), records, parts.toolkit(), environment, output, clock);
  }

  private Machine machine(Parts parts, ProcessStarter starter) {
    var relay = parts.relay().relay();
    OsProcesses.Listener ended =
        (uid, code) -> {
          relay.workerEnded(uid, code);
          attention.changed();
        };
    var processes = new OsProcesses(starter, parts.callers(), ended, clock);
    var watch = new ChannelWatch(relay, attention::changed);
    return new Machine(relay, parts.relay().url(), processes, watch, clock);
  }

  private static void tellIgnored(PoolFile file, Output output) {
    var ignored = new ArrayList<>(file.notes());
    ignored.addAll(LocalLimits.ignored(file.template()));
    ignored.addAll(LocalLimits.ignored(file.pool().getSpec()));
    if (!ignored.isEmpty()) {
      output.say("ignored in local mode: " + String.join(", ", ignored));
    }
  }

  private Output output(WorkerPool pool) {
    boolean colour = terminal.colour();
    var prefixes =
        new Prefixes(
            Summary.names(pool.getSpec()), colour && terminal.out(), colour && terminal.err());
    return new Output(System.out, System.err, prefixes, terminal.err());
  }

  private static String verdict(WorkerPool pool, RunEnd end) {
    String name = pool.getMetadata().getName();
    if (end instanceof RunEnd.TimedOut) {
      return name + " was ended: its time was over";
    }
    if (end instanceof RunEnd.Interrupted interrupted) {
      return name + " was ended by signal " + interrupted.signal();
    }
    String type = end instanceof RunEnd.Complete ? Condition.COMPLETE : Condition.FAILED;
    return pool.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(condition -> name + " is " + type + ": " + condition.message())
        .findFirst()
        .orElse(name + " is " + type);
  }
}
