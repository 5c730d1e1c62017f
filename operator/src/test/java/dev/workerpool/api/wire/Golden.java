package dev.workerpool.api.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The golden files of the wire, and which record each is a message of. */
public final class Golden {
  private static final Path GOLDEN = Path.of("..", "worker-image", "wire");

  /** By the beginning of the file's name; the longest that fits counts. */
  static final Map<String, Class<?>> RECORDS =
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
          Map.entry("dead-reply", DeadReply.class),
          Map.entry("redrive-request", RedriveRequest.class),
          Map.entry("redrive-reply", RedriveReply.class),
          Map.entry("purge-request", PurgeRequest.class),
          Map.entry("semaphore-make-request", SemaphoreMakeRequest.class),
          Map.entry("semaphore-reply", SemaphoreReply.class),
          Map.entry("acquire-request", AcquireRequest.class),
          Map.entry("acquire-reply", AcquireReply.class),
          Map.entry("release-request", ReleaseRequest.class),
          Map.entry("release-reply", ReleaseReply.class),
          Map.entry("condition-make-request", ConditionMakeRequest.class),
          Map.entry("condition-reply", ConditionReply.class),
          Map.entry("condition-wait-request", ConditionWaitRequest.class),
          Map.entry("condition-wait-reply", ConditionWaitReply.class),
          Map.entry("notify-request", NotifyRequest.class),
          Map.entry("notify-reply", NotifyReply.class),
          Map.entry("barrier-make-request", BarrierMakeRequest.class),
          Map.entry("barrier-reply", BarrierReply.class),
          Map.entry("barrier-wait-request", BarrierWaitRequest.class),
          Map.entry("barrier-wait-request-last", BarrierWaitRequest.class),
          Map.entry("barrier-wait-reply", BarrierWaitReply.class),
          Map.entry("retire-request", RetireRequest.class),
          Map.entry("retire-reply", RetireReply.class),
          Map.entry("kill-request", KillRequest.class),
          Map.entry("kill-reply", KillReply.class),
          Map.entry("watch-reply", WatchReply.class),
          Map.entry("problem-", ProblemReply.class));

  private Golden() {}

  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  public static Class<?> recordOf(Path file) {
    String name = file.getFileName().toString();
    return RECORDS.entrySet().stream()
        .filter(e -> name.startsWith(e.getKey()))
        .max(Comparator.comparingInt(e -> e.getKey().length()))
        .orElseThrow(() -> new AssertionError("no record reads " + name))
        .getValue();
  }
}
