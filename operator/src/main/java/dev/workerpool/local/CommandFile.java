package dev.workerpool.local;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which file a command's name stands for, as a shell finds it. */
public final class CommandFile {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private CommandFile() {}

  /** There is no such command, or it can't be run. */
  public static final class CannotRun extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private CannotRun(String command, int status) {
      super(command + (status == NOT_FOUND ? ": not found" : ": cannot be executed"));
      this.status = status;
    }

    /** The exit status that a shell has for it: 127 or 126. */
    public int status() {
      return status;
    }
  }

  /**
   * @param command a file's name where it has a slash, else looked for on the path
   * @param path folders, as in PATH; an empty one is the working directory
   */
  public static Path find(String command, String path) throws CannotRun {
    boolean found = false;
    for (Path candidate : candidates(command, path)) {
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate.toAbsolutePath();
      }
      found |= Files.exists(candidate);
    }
    throw new CannotRun(command, found ? NOT_EXECUTABLE : NOT_FOUND);
  }

  private static List<Path> candidates(String command, String path) throws CannotRun {
    List<Path> candidates = new ArrayList<>();
    try {
      if (command.contains("/")) {
        candidates.add(Path.of(command));
      } else if (!command.isEmpty()) {
        for (String folder : path.split(":", -1)) {
          candidates.add(Path.of(folder, command));
        }
      }
    } catch (InvalidPathException e) {
      throw new CannotRun(command, NOT_FOUND);
    }
    return candidates;
  }
}
