package dev.workerpool.worker.cli;

import dev.workerpool.worker.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** Runs the command of {@code worker each} for one item. */
final class Command {
  private static final String ITEM = "{}";
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  /** What may be kept of an output: no item is larger, not even in base64. */
  private static final int MAX_OUTPUT = 1024 * 1024;

  private Command() {}

  /**
   * @param status as a shell tells it
   * @param output what it printed, where that was asked for
   * @param problem why its item isn't done; null when it is
   * @param hopeless no other try would do better
   * @param cannotRun there is no such command: no item would do better
   */
  record Ended(int status, byte[] output, String problem, boolean hopeless, boolean cannotRun) {
    private static Ended with(int status, byte[] output) {
      return new Ended(status, output, null, false, false);
    }

    private static Ended failed(int status, String problem, boolean hopeless) {
      return new Ended(status, new byte[0], problem, hopeless, false);
    }
  }

  /**
   * Runs it to its end. The item is its standard input, unless {@code {}} stands in its arguments.
   *
   * @param started told the process, so that somebody else can end it
   */
  static Ended run(Each.Job job, Reply.Item item, Consumer<Process> started)
      throws InterruptedException {
    boolean inWords = job.command().stream().anyMatch(word -> word.contains(ITEM));
    if (inWords && item.base64() != null) {
      return Ended.failed(1, "bytes don't fit into an argument: use the standard input", true);
    }
    ProcessBuilder builder = new ProcessBuilder(words(job, item, inWords));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (job.results() == null) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    }
    builder.environment().put("WORKERPOOL_ITEM", item.id());
    builder.environment().put("WORKERPOOL_DELIVERIES", Integer.toString(item.deliveries()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return notStarted(job.command().get(0), e);
    }
    started.accept(process);
    try {
      Feeder feeder = Feeder.start(process, inWords ? new byte[0] : Shown.of(item, job.json()));
      byte[] output = read(process.getInputStream());
      int status = process.waitFor();
      feeder.join();
      if (status != 0) {
        return Ended.failed(status, "exit status " + status, false);
      }
      return output.length > MAX_OUTPUT
          ? Ended.failed(1, "its output is too large", true)
          : Ended.with(0, output);
    } catch (IOException e) {
      return Ended.failed(1, "its output can't be read: " + e.getMessage(), false);
    } finally {
      started.accept(null);
    }
  }

  private static List<String> words(Each.Job job, Reply.Item item, boolean inWords) {
    if (!inWords) {
      return job.command();
    }
    String text = Shown.text(item, job.json());
    return job.command().stream().map(word -> word.replace(ITEM, text)).toList();
  }

  private static Ended notStarted(String command, IOException e) {
    String why = String.valueOf(e.getMessage());
    if (why.contains("error=2,") && !why.contains("(in directory")) {
      return new Ended(NOT_FOUND, new byte[0], command + ": not found", false, true);
    }
    if (why.contains("error=13,") || why.contains("error=8,")) {
      return new Ended(NOT_EXECUTABLE, new byte[0], command + ": cannot be run", false, true);
    }
    // An argument with a NUL in it, or too many bytes for the system.
    return Ended.failed(1, "cannot be an argument: " + why, true);
  }

  /** All of it to its end, so that nobody blocks; more than enough is not kept. */
  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (kept.size() <= MAX_OUTPUT) {
        kept.write(buffer, 0, n);
      }
    }
    return kept.toByteArray();
  }

  /** Writes the input while the output is read; a command may read little or nothing of it. */
  private static final class Feeder extends Thread {
    private final OutputStream to;
    private final byte[] input;

    private Feeder(OutputStream to, byte[] input) {
      super("item");
      this.to = to;
      this.input = input;
      setDaemon(true);
    }

    static Feeder start(Process process, byte[] input) {
      Feeder feeder = new Feeder(process.getOutputStream(), input);
      feeder.start();
      return feeder;
    }

    @Override
    public void run() {
      try (to) {
        to.write(input);
      } catch (IOException e) {
        // it didn't want to read it all
      }
    }
  }
}
