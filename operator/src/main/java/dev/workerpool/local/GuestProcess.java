package dev.workerpool.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program at the user's terminal, in our place: its input, output, signals and end are ours. */
public final class GuestProcess {
  private static final int INTERRUPT = 2;

  private final List<Integer> early = new ArrayList<>();
  private Process process;

  private GuestProcess() {}

  /**
   * Runs it to its end. Takes over this JVM's signals.
   *
   * @param file of the command
   * @param command as it was called, and its arguments
   * @return its exit status; 128 + N when it was ended by signal N
   */
  public static int run(Path file, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var guest = new GuestProcess();
    Signals.onEach(guest::signalled);
    var words = new ArrayList<>(command);
    words.set(0, file.toString());
    var builder = new ProcessBuilder(words).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment);
    return guest.start(builder).waitFor();
  }

  private synchronized Process start(ProcessBuilder builder) throws IOException {
    process = builder.start();
    early.forEach(this::send);
    return process;
  }

  private synchronized void signalled(int number) {
    if (number == INTERRUPT && isForeground()) {
      return; // ^C: the terminal has told everybody
    }
    if (process == null) {
      early.add(number);
    } else {
      send(number);
    }
  }

  private void send(int number) {
    if (process.isAlive()) {
      try {
        String kill = "kill -" + number + " " + process.pid();
        new ProcessBuilder("/bin/sh", "-c", kill).start().waitFor();
      } catch (IOException e) {
        process.destroy();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isForeground() {
    try {
      return isForeground(Files.readString(Path.of("/proc/self/stat")));
    } catch (IOException e) {
      return System.console() != null; // not Linux
    }
  }

  /**
   * Whether a process has the terminal's foreground, so that its ^C comes to all of its group.
   *
   * @param stat as in proc(5): after the name in parentheses come state, parent, group, session,
   *     terminal, and the terminal's foreground group
   */
  static boolean isForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return !fields[4].equals("0") && fields[2].equals(fields[5]);
  }
}
