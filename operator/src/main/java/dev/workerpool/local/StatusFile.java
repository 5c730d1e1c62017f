package dev.workerpool.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.workerpool.api.WorkerPoolStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The status as a cluster would show it, as JSON in a file; whole or not at all. What is no file of
 * its own, such as {@code /dev/stdout} or a pipe, is written to and never replaced.
 */
final class StatusFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  /**
   * @param file null for none
   * @throws BadInput where no file can be
   */
  StatusFile(Path file) {
    this.file = file == null ? null : file.toAbsolutePath();
    if (file != null && (!Files.isDirectory(this.file.getParent()) || Files.isDirectory(file))) {
      throw new BadInput("--status: " + file + ": is no file in a folder that exists");
    }
  }

  void write(WorkerPoolStatus status) {
    if (file == null) {
      return;
    }
    try {
      String text = JSON.writeValueAsString(status) + "\n";
      if (Files.isSymbolicLink(file) || (Files.exists(file) && !Files.isRegularFile(file))) {
        Files.writeString(file, text);
        return;
      }
      Path written = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(written, text);
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BadInput("--status: " + file + ": cannot be written: " + Causes.of(e));
    }
  }
}
