package dev.workerpool.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.relay.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  public LocalMode(RelayListener listener, Terminal terminal) {
    this.listener = listener;
    this.terminal = terminal;
  }

  /**
   * Runs the pool to its end and prints what it has to say.
   *
   * @throws BadInput when there is nothing that could be run
   */
  public RunEnd run(RunOptions options) throws InterruptedException {
    checkStatusFile(options.status());
    try (DataFolder data = DataFolder.open(options.data())) {
      LocalCallers callers = new LocalCallers(data.folder("tokens"));
      // The relay comes up while the file is read and checked: both take a while in a cold JVM.
      var relay = CompletableFuture.supplyAsync(() -> LocalRelay.start(data, listener, callers));
      var toolkit = CompletableFuture.supplyAsync(() -> Toolkit.unpack(data.folder("toolkit")));
      try {
        PoolFile file = PoolFile.read(options.pool());
        file.pool().getMetadata().setUid(UUID.randomUUID().toString());
        return run(options, file, new Parts(data, callers, relay.join(), toolkit.join()));
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      } finally {
        toolkit.exceptionally(failed -> null).join();
        relay.thenAccept(LocalRelay::close).exceptionally(failed -> null).join();
      }
    }
  }

  private record Parts(DataFolder data, LocalCallers callers, LocalRelay relay, Toolkit toolkit) {}

  private RunEnd run(RunOptions options, PoolFile file, Parts parts) throws InterruptedException {
    WorkerPool pool = file.pool();
    Output output = output(pool);
    tellIgnored(file, output);
    Relay relay = parts.relay().relay();
    LocalRun[] run = new LocalRun[1]; // made below, of parts that have to wake it
    try (var starter =
            new ProcessStarter(
                file.folder(),
                parts.data().folder("records"),
                parts.toolkit(),
                options.environment(),
                output,
                clock);
        var machine =
            new Machine(
                relay,
                parts.relay().url(),
                new OsProcesses(
                    starter,
                    parts.callers(),
                    (uid, code) -> {
                      relay.workerEnded(uid, code);
                      run[0].wake();
                    },
                    clock),
                new ChannelWatch(relay, () -> run[0].wake()),
                clock)) {
      run[0] = new LocalRun(pool, machine, output, clock);
      Signals.onEach(run[0]::signalled);
      RunEnd end = run[0].run(options.timeout());
      output.print(Summary.table(pool.getSpec(), machine.processes().observed()));
      output.say(verdict(pool, end));
      writeStatus(options.status(), pool);
      return end;
    }
  }

  private static void tellIgnored(PoolFile file, Output output) {
    var ignored = new ArrayList<>(file.notes());
    ignored.addAll(LocalLimits.ignored(file.template()));
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

  private static void checkStatusFile(Path status) {
    Path folder = status == null ? null : status.toAbsolutePath().getParent();
    if (folder != null && (!Files.isDirectory(folder) || Files.isDirectory(status))) {
      throw new BadInput("--status: " + status + ": is no file in a folder that exists");
    }
  }

  private static void writeStatus(Path file, WorkerPool pool) {
    if (file == null) {
      return;
    }
    try {
      var json =
          new ObjectMapper()
              .registerModule(new JavaTimeModule())
              .enable(SerializationFeature.INDENT_OUTPUT);
      Path written = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(written, json.writeValueAsString(pool.getStatus()) + "\n");
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new BadInput("--status: " + file + ": cannot be written: " + e.getMessage());
    }
  }
}
