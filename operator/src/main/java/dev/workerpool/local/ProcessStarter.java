package dev.workerpool.local;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Turns pods into OS processes: command, environment, folder, output, and what their end was. */
final class ProcessStarter implements AutoCloseable {
  private static final File NOTHING = new File("/dev/null");
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int LAST_OUTPUT_SECONDS = 1;

  private final Path folder;
  private final Path records;
  private final Toolkit toolkit;
  private final Map<String, String> base;
  private final Output output;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "grace-periods");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param folder working directory of every process
   * @param records where the shim writes how a process ended
   * @param environment what processes find besides their own variables
   */
  ProcessStarter(
      Path folder,
      Path records,
      Toolkit toolkit,
      Map<String, String> environment,
      Output output,
      Clock clock) {
    this.folder = folder;
    this.records = records;
    this.toolkit = toolkit;
    this.base = environment;
    this.output = output;
    this.clock = clock;
  }

  /**
   * Starts the pod's process. One whose command isn't there has ended at once, as in a shell.
   *
   * @param token the file with its token
   * @param ended called once, when it has ended and its output is read
   * @throws IOException where the machine starts no process
   */
  RunningProcess start(Pod pod, Path token, Consumer<OsProcess.End> ended) throws IOException {
    Launch launch = Launch.of(pod, Map.of(Labels.ENV_TOKEN_FILE, token.toString()));
    Path record = records.resolve(pod.getMetadata().getName());
    Files.deleteIfExists(record);
    var builder = new ProcessBuilder(toolkit.commandLine(record, launch.command()));
    builder.directory(folder.toFile()).redirectInput(NOTHING);
    builder.environment().clear();
    builder.environment().putAll(base);
    builder.environment().putAll(launch.environment());
    String name = pod.getMetadata().getAnnotations().get(Labels.PROCESS_NAME);
    Process process = start(builder, name);
    var pumped = output.attach(name, process);
    process
        .onExit()
        // Without the shim something that the process left behind may keep its output open.
        .thenCompose(over -> pumped.completeOnTimeout(null, LAST_OUTPUT_SECONDS, TimeUnit.SECONDS))
        // Never on this thread: the caller has to know the process before its end.
        .thenRunAsync(() -> ended.accept(end(process.exitValue(), record)));
    return new RunningProcess(process, toolkit.hasShim(), launch.grace(), timer);
  }

  private Process start(ProcessBuilder builder, String name) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      // Without the shim Java itself says that there is no such command; a shell then exits so.
      String why = String.valueOf(e.getMessage());
      boolean missing = why.contains("error=2,");
      if (!missing && !why.contains("error=13,")) {
        throw e;
      }
      String command = builder.command().get(0);
      output.complain(name, command + (missing ? ": not found" : ": cannot be executed"));
      int status = missing ? NOT_FOUND : NOT_EXECUTABLE;
      return builder.command(List.of("/bin/sh", "-c", "exit " + status)).start();
    }
  }

  private OsProcess.End end(int status, Path record) {
    String written = "";
    try {
      if (Files.exists(record)) {
        written = Files.readString(record);
      }
    } catch (IOException unreadable) {
      // then there is none, and the exit status counts
    }
    return new OsProcess.End(status, written, clock.instant());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
