package dev.workerpool.local;

import static dev.workerpool.local.Launched.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code workerpool connect} to a run of this machine, with real programs and real signals. */
class ConnectIT {
  private static final String POOL =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata: {name: squares}
      spec:
        replicas: 1
        channel: {queues: [{name: tasks}, {name: results}, {name: others}]}
        template: {spec: {containers: [{name: worker, image: none, command:
          [worker, each, tasks, --results, results, --, sh, -c, 'read n; echo $((n * n))']}]}}
      """;

  /** Its last result is done by its exit status alone. */
  private static final String MAIN =
      """
      import dev.workerpool.worker.*;
      class Squares {
        public static void main(String[] args) throws Exception {
          Queue<String> tasks = Queue.open("tasks", String.class);
          Queue<String> results = Queue.open("results", String.class);
          for (String arg : args) {
            tasks.put(arg);
            System.out.println(results.get());
          }
          Queue.create(5, String.class).put("dropped");
          System.out.println(dev.workerpool.worker.Process.current().name());
        }
      }
      """;

  @TempDir static Path scratch;
  private static Launched run;

  @BeforeAll
  static void start() throws IOException {
    Path pool = Files.writeString(scratch.resolve("pool.yaml"), POOL);
    Files.writeString(scratch.resolve("Squares.java"), MAIN);
    run = Launched.workerpool(scratch, "run", pool.toString(), "--data", data());
    await().atMost(LONG).until(() -> Files.exists(Path.of(data(), "connect.json")));
  }

  @AfterAll
  static void end() {
    run.close();
  }

  private static String data() {
    return scratch.resolve("data").toString();
  }

  private static Launched connect(String... command) throws IOException {
    return on("connect", Stream.concat(Stream.of("--"), Stream.of(command)));
  }

  private static Launched on(String subcommand, Stream<String> words) throws IOException {
    Stream<String> options = Stream.of(subcommand, "--data", data());
    return Launched.workerpool(scratch, Stream.concat(options, words).toArray(String[]::new));
  }

  @Test
  void mainProgram_putsTasks_readsResults_andLeavesNothing() throws Exception {
    try (var main = connect("java", scratch.resolve("Squares.java").toString(), "3", "4")) {
      assertThat(main.status()).as(main.err()).isZero();
      assertThat(main.out()).isEqualTo("9\n16\nMainProcess\n");
      assertThat(main.err()).isEmpty();
    }
    try (var queues = on("queues", Stream.of())) {
      assertThat(queues.status()).isZero();
      assertThat(queues.out()).containsPattern("results +0 +0 +0 +0 +2");
      assertThat(queues.out().lines()).as("declared ones").hasSize(4);
    }
  }

  @Test
  void commandThatFails_givesItsItemBackAtOnce_andItsStatusIsOurs() throws Exception {
    try (var failed = connect("sh", "-c", "worker put others x; worker get others; exit 7")) {
      assertThat(failed.status()).isEqualTo(7);
      assertThat(failed.out()).isEqualTo("x\n");
    }
    try (var next = connect("sh", "-c", "worker get others --timeout 5; kill -9 $$")) {
      assertThat(next.status()).isEqualTo(137);
      assertThat(next.out()).isEqualTo("x\n");
    }
  }

  @Test
  void signals_reachTheCommand() throws Exception {
    for (String signal : new String[] {"TERM", "INT"}) {
      String waits = "trap 'echo got; exit 5' " + signal + "; echo up; while :; do sleep 0.1; done";
      try (var waiting = connect("sh", "-c", waits)) {
        waiting.awaitOut("up");
        waiting.signal(signal);
        assertThat(waiting.status()).isEqualTo(5);
        assertThat(waiting.out()).isEqualTo("up\ngot\n");
      }
    }
  }

  @Test
  void withoutACommand_aShellHasTheWay_untilASignal() throws Exception {
    try (var held = on("connect", Stream.of())) {
      held.awaitOut("WORKERPOOL_URL");
      await().atMost(LONG).until(() -> held.err().contains("open until ^C"));
      Path env = Files.writeString(scratch.resolve("env.sh"), held.out());
      try (var shell =
          Launched.start(
              scratch, new ProcessBuilder("sh", "-c", ". " + env + "; worker qsize results"))) {
        assertThat(shell.status()).as(shell.err()).isZero();
        assertThat(shell.out()).isEqualTo("0\n");
      }
      held.signal("TERM");
      assertThat(held.status()).isZero();
      assertThat(held.err()).hasLineCount(1);
    }
  }

  @Test
  void commandThatIsNotThere_isStatus127_inALine() throws Exception {
    try (var missing = connect("no-such-command")) {
      assertThat(missing.status()).isEqualTo(127);
      assertThat(missing.err()).isEqualTo("workerpool connect: no-such-command: not found\n");
    }
    try (Stream<Path> left = Files.list(scratch.resolve("tmp"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .as("unpacked SDKs")
          .noneMatch(name -> name.startsWith("workerpool-connect"));
    }
  }
}
