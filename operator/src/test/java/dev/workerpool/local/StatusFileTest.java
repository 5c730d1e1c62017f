package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.WorkerPoolStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run --status} leaves behind. */
class StatusFileTest {
  private static final WorkerPoolStatus STATUS =
      new WorkerPoolStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null);

  @TempDir Path folder;

  @Test
  void file_isReplaced() throws IOException {
    Path file =
        Files.writeString(folder.resolve("status.json"), "an older and longer one".repeat(99));

    new StatusFile(file).write(STATUS);

    assertThat(Files.readString(file)).startsWith("{").endsWith("}\n");
    try (var all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void link_asDevStdoutIs_staysALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("out"), Path.of("/dev/null"));

    new StatusFile(link).write(STATUS);

    assertThat(link).isSymbolicLink();
  }

  @Test
  void pipe_isWrittenTo() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    new StatusFile(pipe).write(STATUS);

    assertThat(read.get(20, TimeUnit.SECONDS)).endsWith("}\n");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }
}
