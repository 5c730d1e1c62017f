package dev.workerpool.main;

import java.nio.file.Path;

/** Where commands of one user leave word for each other. */
final class Folders {
  private Folders() {}

  /**
   * {@code $XDG_RUNTIME_DIR/workerpool}, or a folder of this user's in the temporary one. Who uses
   * it makes sure that it is his alone.
   */
  static Path runtime() {
    String given = System.getenv("XDG_RUNTIME_DIR");
    return given != null && Path.of(given).toFile().canWrite()
        ? Path.of(given, "workerpool")
        : Path.of(
            System.getProperty("java.io.tmpdir"), "workerpool-" + System.getProperty("user.name"));
  }
}
