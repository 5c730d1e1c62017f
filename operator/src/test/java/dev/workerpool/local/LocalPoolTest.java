package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Condition;
import dev.workerpool.api.ProcessDetail;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.ChannelView;
import dev.workerpool.pool.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool of real OS processes under the planner: the states and codes that pods would give. */
class LocalPoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String FOR_EVER = "echo pid $$$$; exec sleep 600";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Attention attention = new Attention();
  private ProcessStarter starter;
  private OsProcesses processes;
  private WorkerPool pool;
  private PoolLoop loop;

  @BeforeEach
  void start() throws Exception {
    var toolkit = Toolkit.unpack(folder.resolve("toolkit"));
    var prefixes = new Prefixes(List.of("Process-1"), false, false);
    var output = new Output(new PrintStream(out, true), System.err, prefixes, false);
    starter =
        new ProcessStarter(
            folder,
            Files.createDirectory(folder.resolve("records")),
            toolkit,
            toolkit.environment(Map.of("PATH", System.getenv("PATH"))),
            output,
            Clock.systemUTC());
    var callers = new LocalCallers(Files.createDirectory(folder.resolve("tokens")));
    processes =
        new OsProcesses(starter, callers, (uid, code) -> attention.changed(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    processes.close();
    await().atMost(LONG).until(() -> processes.alive() == 0);
    starter.close();
  }

  private void run(String spec, BooleanSupplier until) throws InterruptedException {
    pool = Fixtures.pool(spec);
    pool.getMetadata().setAnnotations(new TreeMap<>());
    loop =
        new PoolLoop(
            pool,
            processes,
            uid -> ChannelView.unknown(),
            "http://none",
            Clock.systemUTC(),
            e -> {});
    goOn(until);
  }

  /** The loop of a run, until something holds. */
  private void goOn(BooleanSupplier until) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    var next = loop.step();
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s", pool.getStatus()).isLessThan(end);
      Duration wait = next.orElse(LONG);
      attention.await(wait.compareTo(Duration.ofMillis(100)) > 0 ? Duration.ofMillis(100) : wait);
      next = loop.step();
    }
  }

  private boolean finished() {
    return loop.holding(Condition.FINISHED).isPresent();
  }

  /** So many have said that they are up. */
  private boolean up(int count) {
    return text().lines().filter(line -> line.contains("pid ")).count() >= count;
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String process(String name, String more, String program) {
    return "{name: '%s', %sargs: ['%s']}".formatted(name, more, program);
  }

  private List<String> ends() {
    var ends = new ArrayList<String>();
    for (ProcessDetail p : pool.getStatus().processes()) {
      ends.add("%s %s %s %s".formatted(p.name(), p.state(), p.exitCode(), p.reason()));
    }
    return ends;
  }

  private String verdict() {
    return loop.holding(Condition.COMPLETE)
        .or(() -> loop.holding(Condition.FAILED))
        .map(c -> c.type() + " " + c.reason())
        .orElse("none");
  }

  @Test
  void daemon_isTerminatedAtTheEndAndKnowsThatItIsOne() throws Exception {
    String daemon = "echo daemon $WORKERPOOL_DAEMON; " + FOR_EVER;
    run(
        "{processes: [%s, %s]}"
            .formatted(
                process("main", "", "while ! test -e up; do sleep 0.05; done"),
                process("my service", "daemon: true, ", daemon)),
        () -> up(1));
    Files.createFile(folder.resolve("up"));
    goOn(this::finished);

    assertThat(verdict()).isEqualTo("Complete AllSucceeded");
    assertThat(ends())
        .containsExactlyInAnyOrder("main stopped 0 Completed", "my service stopped -15 Terminated");
    assertThat(text()).contains("daemon true");
    assertThat(Summary.table(pool)).contains("my service   stopped   -15         SIGTERM");
  }

  @Test
  void failurePolicyTerminate_endsTheOthers() throws Exception {
    run(
        "{failurePolicy: Terminate, processes: [%s, %s]}"
            .formatted(
                process("bad", "", "while ! test -e up; do sleep 0.05; done; exit 3"),
                process("good", "", FOR_EVER)),
        () -> up(1));
    Files.createFile(folder.resolve("up"));
    goOn(this::finished);

    assertThat(verdict()).isEqualTo("Failed ProcessFailed");
    assertThat(ends())
        .containsExactlyInAnyOrder("bad stopped 3 Error", "good stopped -15 FailurePolicy");
  }

  @Test
  void activeDeadline_endsThePool() throws Exception {
    run(
        "{activeDeadlineSeconds: 1, processes: [%s]}".formatted(process("slow", "", FOR_EVER)),
        this::finished);
    assertThat(verdict()).isEqualTo("Failed DeadlineExceeded");
    assertThat(ends()).containsExactly("slow stopped -15 DeadlineExceeded");
  }

  @Test
  void always_startsAgainWhoEndedWell() throws Exception {
    String program = "echo pid $$$$; test $WORKERPOOL_ATTEMPT = 0 || exec sleep 600";
    run(
        "{restartPolicy: Always, backoffLimit: 0, processes: [%s]}"
            .formatted(process("again", "", "test $WORKERPOOL_ATTEMPT != 0 || exit 5; " + program)),
        () -> up(1) && pool.getStatus().restarts() != null);
    assertThat(pool.getStatus().restarts()).isEqualTo("again=1");
    assertThat(verdict()).isEqualTo("none");
  }

  @Test
  void terminateFromTheStart_runsNothing() throws Exception {
    run("{replicas: 2, terminate: true}", this::finished);
    assertThat(verdict()).isEqualTo("Failed Terminated");
    assertThat(text()).isEmpty();
    assertThat(processes.observed()).isEmpty();
  }

  @Test
  void requests_terminateKillAndStartSingleProcesses() throws Exception {
    var files = new RequestFiles(Files.createDirectory(folder.resolve("data")));
    run(
        "{processes: [%s, %s]}"
            .formatted(
                process("one", "", "trap \"\" TERM; echo pid $$$$; while :; do sleep 0.05; done"),
                process("two", "", "test $WORKERPOOL_ATTEMPT = 1 || { " + FOR_EVER + "; }")),
        () -> up(2));
    ask(files, "kill", "one");
    ask(files, "terminate", "two=0");
    ask(files, "start", "two=1");
    goOn(this::finished);

    assertThat(ends())
        .containsExactlyInAnyOrder("one stopped -9 KilledByRequest", "two stopped 0 Completed");
    assertThat(verdict()).isEqualTo("Complete AllSucceeded");
  }

  private void ask(RequestFiles files, String list, String keys) throws Exception {
    Files.writeString(folder.resolve("data").resolve(list), keys + "\n");
    assertThat(files.changed()).isTrue();
    pool.getMetadata().getAnnotations().putAll(files.lists());
  }

  @Test
  void plainKill_isAnEndLikeAnyOther() throws Exception {
    run("{processes: [%s]}".formatted(process("one", "", FOR_EVER)), () -> up(1));
    String pid = text().replaceAll("(?s).*pid ([0-9]+).*", "$1");
    assertThat(new ProcessBuilder("kill", "-TERM", pid).start().waitFor()).isZero();
    goOn(this::finished);

    assertThat(ends()).containsExactly("one stopped -15 Signaled");
    assertThat(verdict()).isEqualTo("Failed ProcessFailed");
  }
}
