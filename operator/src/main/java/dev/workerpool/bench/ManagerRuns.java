package dev.workerpool.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The same cycles by {@code multiprocessing.Manager().JoinableQueue}; needs a python3. */
final class ManagerRuns {
  private ManagerRuns() {}

  /** Whether there is a python3 on the PATH. */
  static boolean possible() {
    try {
      var python = new ProcessBuilder("python3", "-c", "import multiprocessing").start();
      return python.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Cycles a second by so many client processes. */
  static double cyclesPerSecond(int clients, Duration time) throws IOException {
    try (Folder folder = new Folder("workerpool-bench-manager");
        InputStream script = ManagerRuns.class.getResourceAsStream("manager.py")) {
      Path file = folder.path().resolve("manager.py");
      Files.copy(script, file);
      String seconds = Double.toString(time.toMillis() / 1000.0);
      Process process =
          new ProcessBuilder("python3", file.toString(), Integer.toString(clients), seconds)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("the manager's run failed: " + said);
      }
      return Double.parseDouble(said.strip());
    }
  }
}
