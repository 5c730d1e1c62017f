package dev.workerpool.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden file is read and printed again, byte for byte, by the record it belongs to. */
class WireGoldenTest {
  private static final Path GOLDEN = Path.of("..", "worker-image", "wire");

  /** By the beginning of the file's name; the longest that fits counts. */
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("session-request", SessionRequest.class),
          Map.entry("session-reply", SessionReply.class),
          Map.entry("heartbeat-request", HeartbeatRequest.class),
          Map.entry("heartbeat-reply", HeartbeatReply.class),
          Map.entry("queue-make-request", QueueMakeRequest.class),
          Map.entry("put-request", PutRequest.class),
          Map.entry("put-reply", PutReply.class),
          Map.entry("take-request", TakeRequest.class),
          Map.entry("take-reply", TakeReply.class),
          Map.entry("peek-reply", TakeReply.class),
          Map.entry("settle-request", SettleRequest.class),
          Map.entry("settle-reply", Empty.class),
          Map.entry("task-done-request", TaskDoneRequest.class),
          Map.entry("task-done-reply", Empty.class),
          Map.entry("queues-reply", QueuesReply.class),
          Map.entry("queue-reply", QueueStats.class),
          Map.entry("event-reply", EventStats.class),
          Map.entry("join-reply", JoinReply.class),
          Map.entry("close-request", CloseRequest.class),
          Map.entry("purge-reply", PurgeReply.class),
          Map.entry("watch-reply", WatchReply.class),
          Map.entry("problem-", ProblemReply.class));

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyGoldenFile_readAndPrinted_isItself(Path file) throws IOException {
    String golden = Files.readString(file).strip();
    assertThat(WireJson.write(WireJson.read(golden, recordOf(file)))).isEqualTo(golden);
  }

  @Test
  void everyRecord_hasAGoldenFile() throws IOException {
    List<Path> files = files();
    assertThat(RECORDS.keySet())
        .allSatisfy(
            name ->
                assertThat(files)
                    .anySatisfy(f -> assertThat(f.getFileName().toString()).startsWith(name)));
  }

  private static Class<?> recordOf(Path file) {
    String name = file.getFileName().toString();
    return RECORDS.entrySet().stream()
        .filter(e -> name.startsWith(e.getKey()))
        .max(java.util.Comparator.comparingInt(e -> e.getKey().length()))
        .orElseThrow(() -> new AssertionError("no record reads " + name))
        .getValue();
  }
}
