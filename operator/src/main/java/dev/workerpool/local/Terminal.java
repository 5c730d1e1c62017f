package dev.workerpool.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether somebody looks at stdout and stderr, and likes colours. */
public record Terminal(boolean out, boolean err, boolean colour) {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  public static Terminal of(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM")) || !environment.containsKey("TERM");
    boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(!dumb && isTerminal(STDOUT), !dumb && isTerminal(STDERR), colour);
  }

  /** Java 17 can only tell about stdin and stdout together; Linux tells about each. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return System.console() != null;
    }
  }
}
