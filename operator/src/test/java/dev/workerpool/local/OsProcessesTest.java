package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.PodAction;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Stopped;
import dev.workerpool.process.Source;
import dev.workerpool.relay.Caller;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsProcessesTest {
  private static final String NAME = "pool-fpool-1-0";
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, Integer> ended = new ConcurrentHashMap<>();
  private LocalCallers callers;
  private ProcessStarter starter;
  private OsProcesses processes;
  private Toolkit toolkit;

  @BeforeEach
  void start() throws Exception {
    toolkit = toolkit(folder.resolve("toolkit"));
    callers = new LocalCallers(Files.createDirectory(folder.resolve("tokens")));
    var output =
        new Output(new PrintStream(out, true), new PrintStream(err, true), prefixes(), false);
    Path records = Files.createDirectory(folder.resolve("records"));
    Map<String, String> users = Map.of("PATH", System.getenv("PATH"), "WORKERPOOL_URL", "stale");
    starter =
        new ProcessStarter(
            folder, records, toolkit, toolkit.environment(users), output, Clock.systemUTC());
    processes = new OsProcesses(starter, callers, ended::put, Clock.systemUTC());
  }

  Toolkit toolkit(Path unpacked) {
    return Toolkit.unpack(unpacked);
  }

  private static Prefixes prefixes() {
    return new Prefixes(List.of("Process-1"), false, false);
  }

  @AfterEach
  void stop() {
    processes.close();
    await().atMost(LONG).until(() -> processes.alive() == 0);
    starter.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "exit 0, 0, Completed",
        "exit 3, 3, Error",
        "exit 137, 137, Error",
        "kill -9 $$$$, -9, Killed",
        "kill -15 $$$$, -15, Signaled",
        "no-such-command-here, 127, Error",
      })
  void create_program_endsWithItsOwnCode(String program, int code, String reason) {
    processes.create(pod(program));

    Exit exit = exit();
    if (toolkit.hasShim() || code <= 128) {
      assertThat(exit.code()).isEqualTo(code);
      assertThat(exit.reason()).isEqualTo(reason);
    }
    assertThat(exit.source()).isEqualTo(toolkit.hasShim() ? Source.SHIM : Source.RUNTIME);
    assertThat(ended).containsEntry(only().ref().uid(), exit.code());
  }

  @Test
  void create_commandNotFound_isThatProcessesOwn127() {
    processes.create(podOf(List.of("no-such-command-here"), 30));

    assertThat(exit().code()).isEqualTo(127);
    assertThat(text(err)).contains("no-such-command-here");
  }

  @Test
  void delete_program_isTerminatedByItsSignal() {
    processes.create(pod("echo up; exec sleep 60"));
    await().atMost(LONG).until(() -> text(out).contains("up"));

    delete("Terminated");

    assertThat(exit().code()).isEqualTo(-15);
    assertThat(exit().reason()).isEqualTo("Terminated");
  }

  @Test
  void delete_programThatCatchesTerm_exitsWithItsOwnCode() {
    processes.create(pod("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done"));
    await().atMost(LONG).until(() -> text(out).contains("up"));

    delete("Terminated");

    assertThat(exit().code()).isEqualTo(7);
  }

  @Test
  void delete_programThatIgnoresTerm_isKilledWhenItsGraceIsOver() {
    processes.create(
        podOf(List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"), 1));
    await().atMost(LONG).until(() -> text(out).contains("up"));

    delete("Terminated");

    assertThat(exit().code()).isEqualTo(-9);
  }

  @Test
  void end_leavesNoDescendantBehind() {
    processes.create(pod("sleep 600 & echo pid $!; exit 0"));

    exit();
    long pid =
        Long.parseLong(
            text(out).lines().findFirst().orElseThrow().replaceAll("\\D*1 \\| pid ", ""));
    if (toolkit.hasShim()) {
      await().atMost(LONG).until(() -> ProcessHandle.of(pid).isEmpty());
    } else {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void process_findsItsFolderEnvironmentAndToken() throws Exception {
    processes.create(
        pod(
            "pwd; echo $(WORKERPOOL_KEY) $URL $UID_HERE \"$LABEL\"; cat $WORKERPOOL_TOKEN_FILE; echo"));

    exit();
    List<String> lines =
        text(out).lines().map(line -> line.substring("Process-1 | ".length())).toList();
    assertThat(lines.get(0)).isEqualTo(folder.toRealPath().toString());
    assertThat(lines.get(1)).isEqualTo("1 http://here/1 " + only().ref().uid() + " uid-of-pool");
    assertThat(lines.get(2)).matches("[0-9a-f]{64}");
    Path file = folder.resolve("tokens").resolve(NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void token_isTheWorkersWhileItLivesAndNobodysAfterwards() throws Exception {
    processes.create(pod("exec sleep 60"));
    String token = Files.readString(folder.resolve("tokens").resolve(NAME));

    Caller living = callers.identify(token).toCompletableFuture().get();
    processes.killAll();
    exit();
    Caller dead = callers.identify(token).toCompletableFuture().get();

    assertThat(living).isEqualTo(new Caller.Worker("default", "pool", "pool", only().ref().uid()));
    assertThat(dead).isInstanceOf(Caller.Refused.class);
    assertThat(callers.identify("").toCompletableFuture().get()).isInstanceOf(Caller.Refused.class);
  }

  @Test
  void graceBeyondAllTimes_isWaitedForAndThenKilled() throws Exception {
    processes.create(podOf(List.of("sleep", "60"), Long.MAX_VALUE));
    processes.terminateAll("Terminated");

    assertThat(exit().code()).isEqualTo(-15);
  }

  @Test
  void create_twice_meetsItself() {
    processes.create(pod("exec sleep 60"));

    assertThat(processes.create(pod("exec sleep 60"))).isEqualTo(new CreateOutcome.AlreadyOurs());
    assertThat(processes.alive()).isOne();
  }

  @Test
  void pod_isGoneOnceItIsDeletedEndedAndReleased() {
    processes.create(pod("exit 0"));
    exit();

    processes.release(new PodAction.Release(only().ref()));
    assertThat(only().held()).isFalse();
    delete(null);
    assertThat(processes.observed()).isEmpty();
  }

  @Test
  void output_linesAreWholeAndNamed() {
    processes.create(pod("printf 'one\\ntw'; sleep 0.1; printf 'o\\nlast'; echo oops >&2"));

    exit();
    assertThat(text(out)).isEqualTo("Process-1 | one\nProcess-1 | two\nProcess-1 | last\n");
    assertThat(text(err)).isEqualTo("Process-1 | oops\n");
  }

  private void delete(String reason) {
    processes.delete(new PodAction.Delete(only().ref(), reason));
  }

  private ObservedPod only() {
    assertThat(processes.observed()).hasSize(1);
    return processes.observed().get(0);
  }

  private Exit exit() {
    await().atMost(LONG).until(() -> only().state() instanceof Stopped && !ended.isEmpty());
    return ((Stopped) only().state()).exit();
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Pod pod(String program) {
    return podOf(List.of(Labels.INIT_PATH, "--", "sh", "-c", program), 30);
  }

  private static Pod podOf(List<String> command, long grace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace("default")
        .addToLabels(Labels.POOL, "pool")
        .addToLabels(Labels.POOL_UID, "uid-of-pool")
        .addToLabels(Labels.CHANNEL, "pool")
        .addToLabels(Labels.KEY, "1")
        .addToLabels(Labels.ATTEMPT, "0")
        .addToAnnotations(Labels.PROCESS_NAME, "Process-1")
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(grace)
        .addNewContainer()
        .withName("worker")
        .withCommand(command)
        .withEnv(
            new EnvVarBuilder().withName("WORKERPOOL_KEY").withValue("1").build(),
            new EnvVarBuilder().withName("URL").withValue("http://here/$(WORKERPOOL_KEY)").build(),
            field("UID_HERE", "metadata.uid"),
            field("LABEL", "metadata.labels['" + Labels.POOL_UID + "']"),
            new EnvVarBuilder()
                .withName(Labels.ENV_TOKEN_FILE)
                .withValue(Labels.TOKEN_FILE)
                .build())
        .endContainer()
        .endSpec()
        .build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}
