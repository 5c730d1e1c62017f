package dev.workerpool.local;

import static dev.workerpool.local.Launched.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workerpool.api.WorkerPoolStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code workerpool run} as a user has it: the packaged jar, real processes, real signals. */
class RunIT {
  @TempDir Path scratch;

  @Test
  void run_processesOfEveryEnd_showsTheirCodesAndFails() throws Exception {
    Path pool =
        pool(
            """
            processes:
            - {name: fine, args: ['exit 0']}
            - {name: my three, args: ['exit 3']}
            - {name: killed, args: ['kill -9 $$$$']}
            - {name: termed, args: ['kill -15 $$$$']}
            - {name: missing, command: [no-such-command]}
            """);
    try (var run = run(pool, "--status", scratch.resolve("status.json").toString())) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.row("fine")).isEqualTo("fine stopped 0 Completed 0");
      assertThat(run.row("my three")).isEqualTo("my three stopped 3 Error 0");
      assertThat(run.row("killed")).isEqualTo("killed stopped -9 SIGKILL Killed 0");
      assertThat(run.row("termed")).isEqualTo("termed stopped -15 SIGTERM Signaled 0");
      assertThat(run.row("missing")).isEqualTo("missing stopped 127 Error 0");
      assertThat(run.err()).contains("no-such-command").doesNotContain("Exception");
    }
    var status =
        new ObjectMapper()
            .readValue(scratch.resolve("status.json").toFile(), WorkerPoolStatus.class);
    assertThat(status.failed()).isEqualTo(4);
    assertThat(status.conditions()).anyMatch(c -> c.type().equals("Failed") && c.holds());
    assertNothingTemporaryIsLeft();
  }

  @Test
  void run_processThatFailsFirst_isStartedAgain() throws Exception {
    Path pool =
        pool(
            """
            replicas: 1
            restartPolicy: OnFailure
            """,
            "echo attempt $WORKERPOOL_ATTEMPT; test $WORKERPOOL_ATTEMPT = 1");
    try (var run = run(pool)) {
      assertThat(run.status()).isZero();
      assertThat(run.linesOf("Process-1")).containsExactly("attempt 0", "attempt 1");
      assertThat(run.row("Process-1")).isEqualTo("Process-1 stopped 0 Completed 1");
    }
  }

  @Test
  void run_shellWorkers_shareAQueueAndAnEvent() throws Exception {
    Path pool =
        pool(
            """
            channel: {queues: [{name: tasks, maxSize: 2}], events: [{name: ready}]}
            processes:
            - {name: producer, args: ['worker event wait ready && for i in 1 2 3; do worker put tasks $i; done']}
            - {name: consumer, args: ['worker event set ready && worker get tasks && worker get tasks && worker get tasks']}
            """);
    try (var run = run(pool)) {
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.linesOf("consumer")).containsExactly("1", "2", "3");
    }
  }

  @Test
  void run_workerKilledHoldingATask_itsSuccessorGetsThatTask() throws Exception {
    Path pool =
        pool(
            "{replicas: 1, restartPolicy: OnFailure, channel: {queues: [{name: tasks}]}}",
            "test $WORKERPOOL_ATTEMPT = 1 || worker put tasks precious; worker get tasks;"
                + " test $WORKERPOOL_ATTEMPT = 1 || kill -9 $$$$");
    try (var run = run(pool)) {
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.linesOf("Process-1")).containsExactly("precious", "precious");
    }
  }

  @Test
  void timeout_endsTheProcessesAndIsStatus124() throws Exception {
    Path pool = pool("replicas: 1", "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
    try (var run = run(pool, "--timeout", "3s")) {
      assertThat(run.status()).isEqualTo(124);
      assertThat(run.row("Process-1")).isEqualTo("Process-1 stopped 7 Terminated 0");
    }
  }

  @Test
  void interrupt_endsTheProcessesAndLeavesNothingBehind() throws Exception {
    Path pool = pool("replicas: 2", "sleep 600 & echo pid $!; echo pid $$$$; exec sleep 601");
    try (var run = run(pool)) {
      List<Long> pids = pids(run, 4);

      run.interruptGroup();

      assertThat(run.status()).isEqualTo(130);
      assertThat(run.row("Process-1")).isEqualTo("Process-1 stopped -15 SIGTERM Terminated 0");
      assertNoneAlive(pids);
    }
    assertNothingTemporaryIsLeft();
  }

  @Test
  void interrupt_twice_kills() throws Exception {
    Path pool = pool("replicas: 1", "trap '' TERM; echo pid $$$$; while :; do sleep 0.05; done");
    try (var run = run(pool)) {
      List<Long> pids = pids(run, 1);

      run.signal("INT");
      await().atMost(LONG).during(Duration.ofMillis(300)).until(run::isAlive);
      run.signal("INT");

      assertThat(run.status()).isEqualTo(130);
      assertThat(run.row("Process-1")).isEqualTo("Process-1 stopped -9 SIGKILL Terminated 0");
      assertNoneAlive(pids);
    }
  }

  @Test
  void sigterm_isStatus143() throws Exception {
    Path pool = pool("replicas: 1", "echo pid $$$$; exec sleep 600");
    try (var run = run(pool)) {
      List<Long> pids = pids(run, 1);

      run.signal("TERM");

      assertThat(run.status()).isEqualTo(143);
      assertNoneAlive(pids);
    }
  }

  @Test
  void kill9_ofTheRunItself_endsTheProcessesToo() throws Exception {
    assumeTrue(RunIT.class.getResource("/workerpool/init") != null, "there is no shim here");
    Path pool = pool("replicas: 1", "echo pid $$$$; exec sleep 600");
    try (var run = run(pool)) {
      List<Long> pids = pids(run, 1);

      run.signal("KILL");

      assertThat(run.status()).isEqualTo(137);
      await().atMost(LONG).untilAsserted(() -> assertNoneAlive(pids));
    }
  }

  @Test
  void data_isKeptAndCanBeUsedAgainButNotByTwo() throws Exception {
    String data = scratch.resolve("data").toString();
    Path pool =
        pool(
            "{replicas: 1, channel: {queues: [{name: tasks}]}}",
            "worker put tasks 1; worker get tasks; worker get tasks --timeout 0 || echo empty");
    for (int i = 0; i < 2; i++) {
      try (var run = run(pool, "--data", data)) {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.linesOf("Process-1")).containsExactly("1", "empty");
      }
    }
    assertThat(scratch.resolve("data/channels")).isNotEmptyDirectory();

    Path slow = pool("replicas: 1", "echo up; exec sleep 600");
    try (var first = run(slow, "--data", data)) {
      first.awaitOut("up");
      try (var second = run(slow, "--data", data)) {
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.err()).contains("--data: ").contains("another run uses it");
      }
      first.signal("INT");
      assertThat(first.status()).isEqualTo(130);
    }
  }

  private Launched run(Path pool, String... options) throws IOException {
    String[] arguments =
        Stream.concat(Stream.of("run", pool.toString()), Stream.of(options)).toArray(String[]::new);
    return Launched.workerpool(scratch, arguments);
  }

  private Path pool(String spec, String... program) throws IOException {
    String args = program.length == 0 ? "" : ", args: [\"" + program[0] + "\"]";
    boolean flow = spec.startsWith("{");
    String template =
        "template: {spec: {terminationGracePeriodSeconds: 20, containers: [{name: worker, image: none,"
            + " command: [sh, -c]"
            + args
            + "}]}}";
    String body =
        flow
            ? "spec: " + spec.substring(0, spec.length() - 1) + ", " + template + "}\n"
            : "spec:\n" + spec.strip().indent(2) + "  " + template + "\n";
    Path folder = Files.createTempDirectory(scratch, "pool");
    Files.writeString(
        folder.resolve("pool.yaml"),
        "apiVersion: workerpool.dev/v1alpha1\nkind: WorkerPool\nmetadata: {name: tested}\n" + body);
    return folder;
  }

  private static List<Long> pids(Launched run, int count) throws IOException {
    await()
        .atMost(LONG)
        .until(() -> run.out().lines().filter(line -> line.contains("| pid ")).count() == count);
    return run.out()
        .lines()
        .filter(line -> line.contains("| pid "))
        .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private static void assertNoneAlive(List<Long> pids) {
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  /** But for the user's list of runs, which is empty again. */
  private void assertNothingTemporaryIsLeft() throws IOException {
    Path list = Path.of("workerpool-" + System.getProperty("user.name"), "runs");
    try (Stream<Path> left = Files.walk(scratch.resolve("tmp"))) {
      assertThat(left.map(scratch.resolve("tmp")::relativize))
          .filteredOn(path -> path.toString().startsWith("workerpool-"))
          .allMatch(list::startsWith);
    }
  }
}
