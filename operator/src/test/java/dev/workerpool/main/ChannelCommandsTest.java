package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import dev.workerpool.http.RelayServer;
import dev.workerpool.local.FileChannelStore;
import dev.workerpool.local.RunningRun;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.RelaySettings;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for a running channel, on a run of this machine that the test plays. */
class ChannelCommandsTest {
  private static final PoolChannel CHANNEL =
      new PoolChannel(new ChannelRef("default", "consumers"), "uid-1");

  @TempDir Path data;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final InputStream realIn = System.in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RelayServer server;
  private RunningRun.Published published;

  @BeforeEach
  void serve() throws Exception {
    RelayRuntime runtime =
        new RelayRuntime(
            threads,
            (delay, task) -> threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS),
            Clock.systemUTC(),
            () -> UUID.randomUUID().toString());
    Relay relay =
        new ChannelRelay(
            new FileChannelStore(data.resolve("channels")), runtime, RelaySettings.DEFAULT);
    relay.own(
        CHANNEL,
        new Declaration(
            List.of(new DeclaredQueue("tasks", 0), new DeclaredQueue("small", 2)),
            List.of("ready")),
        0);
    relay.start();
    server =
        RelayServer.of(
            "127.0.0.1",
            0,
            relay,
            token ->
                CompletableFuture.completedStage(
                    "secret".equals(token)
                        ? new Caller.Guest("default", "consumers", "user")
                        : new Caller.Refused(false, "no")));
    server.start();
    Path token = Files.writeString(data.resolve("token"), "secret");
    RunningRun run =
        new RunningRun(
            ProcessHandle.current().pid(),
            "consumers",
            "http://127.0.0.1:" + server.port(),
            "default",
            "consumers",
            token.toString());
    published = run.publish(data, RunningRun.list(data.resolve("runtime")));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(realOut);
    System.setErr(realErr);
    System.setIn(realIn);
    published.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void get_printsWhatWasPut_andAcknowledgesIt() {
    assertThat(run("put", "tasks", "one", "two words", "ü")).isZero();

    assertThat(run("get", "tasks", "--count", "3")).isZero();
    assertThat(printed()).isEqualTo("one\ntwo words\nü\n");
    assertThat(run("join", "tasks", "--timeout", "5s")).isZero();
  }

  @Test
  void put_takesLinesOfStandardInput_alsoIntoASmallQueue() {
    System.setIn(new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(run("put", "small")).isZero();
    assertThat(run("get", "small", "--count", "2")).isZero();
    assertThat(printed()).isEqualTo("a\nb\n");
  }

  @Test
  void put_ofALineThatIsNoText_storesThoseBeforeIt_andNamesIt() {
    System.setIn(new ByteArrayInputStream("ü\nb\n\u00ff\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(run("put", "tasks")).isZero();
    byte[] latin = "one\ntwo\ncaf\u00e9\nlast\n".getBytes(StandardCharsets.ISO_8859_1);
    System.setIn(new ByteArrayInputStream(latin));

    assertThat(run("put", "tasks")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("workerpool put: line 3: not UTF-8 (lines before it are stored)\n");
    assertThat(run("get", "--peek", "--count", "10", "tasks")).isZero();
    assertThat(printed()).isEqualTo("ü\nb\nÿ\none\ntwo\n");
  }

  @Test
  void put_ofAnArgumentThatTheJvmCouldNotDecode_isRefused() {
    assertThat(run("put", "tasks", "one", "caf\uFFFD")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("ITEM 2: not in the locale's");
    assertThat(run("get", "--peek", "tasks")).isZero();
    assertThat(printed()).isEmpty();
  }

  @Test
  void get_printsUtf8_whateverTheLocale() {
    System.setOut(new PrintStream(out, true, StandardCharsets.US_ASCII));
    run("put", "tasks", "ü→");

    assertThat(run("get", "tasks")).isZero();
    assertThat(printed()).isEqualTo("ü→\n");
  }

  @Test
  void apiServerThatIsNotThere_isToldWithTheInnermostCause() {
    var refused = new IOException(new ConnectException("Connection refused"));
    assertThat(OpenChannel.reason(new KubernetesClientException("get failed", refused)))
        .isEqualTo("get failed: java.net.ConnectException: Connection refused");
  }

  @Test
  void json_isKeptAsJson() {
    assertThat(run("put", "--json", "tasks", "{\"n\": 1}", "\"x\"")).isZero();

    assertThat(run("get", "--json", "tasks")).isZero();
    assertThat(run("get", "--json", "tasks")).isZero();
    assertThat(printed()).isEqualTo("{\"n\":1}\n\"x\"\n");
  }

  @Test
  void peek_takesNothing() {
    run("put", "tasks", "one", "two");

    assertThat(run("get", "--peek", "--count", "10", "tasks")).isZero();
    assertThat(run("get", "--peek", "--count", "10", "tasks")).isZero();
    assertThat(printed()).isEqualTo("one\ntwo\none\ntwo\n");
  }

  @Test
  void queues_areATable() {
    run("put", "tasks", "one", "two");

    assertThat(run("queues")).isZero();
    assertThat(printed().lines().map(l -> l.replaceAll(" +", " ")))
        .anyMatch(l -> l.startsWith("QUEUE READY LEASED"))
        .anyMatch(l -> l.startsWith("tasks 2 0 0 2 0 0 - FIFO - "))
        .anyMatch(l -> l.startsWith("small 0 0 0 0 0 0 2 FIFO - -"))
        .anyMatch(l -> l.equals("ready false 0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queues", "queues --json", "get --peek tasks"})
  void outputThatIsGone_isNoSuccess(String line) {
    run("put", "tasks", "one");
    System.setOut(new PrintStream(new GoneStream(), true, StandardCharsets.UTF_8));

    assertThat(run(line.split(" "))).isEqualTo(ExitStatus.FAILED);
    assertThat(complaints()).singleElement().asString().endsWith(": the output is gone");
  }

  @Test
  void set_endsAWait() {
    assertThat(run("wait", "ready", "--timeout", "100ms")).isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(run("set", "ready")).isZero();
    assertThat(run("wait", "ready", "--timeout", "5s")).isZero();
    assertThat(run("set", "--clear", "ready")).isZero();
    assertThat(run("wait", "ready", "--timeout", "100ms")).isEqualTo(ExitStatus.TIMED_OUT);
  }

  @Test
  void whatIsNotInTime_isExitStatus124() {
    assertThat(run("get", "tasks", "--timeout", "100ms")).isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(run("put", "small", "a", "b", "c", "--timeout", "100ms"))
        .isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(run("join", "small", "--timeout", "100ms")).isEqualTo(ExitStatus.TIMED_OUT);
    assertThat(complaints())
        .containsExactly(
            "workerpool get: timed out: queue tasks is empty",
            "workerpool put: timed out: queue small is full",
            "workerpool join: timed out: queue small has unfinished items");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | get none            | get: Not found: There is no queue none in this channel.
          1 | join none           | join: Not found: There is no queue none in this channel.
          1 | set none            | set: Not found: There is no event none in this channel.
          2 | put --json tasks {x | put: ITEM 1: not JSON:
          2 | put                 | put: Missing required parameter: 'QUEUE'
          2 | get tasks --count 0 | get: --count: 0 is not between 1 and 1000
          2 | get tasks --wat     | get: Unknown option: '--wat'
          2 | join tasks --timeout x | join: Invalid value for option '--timeout'
          """)
  void badInput_isOneLine(int status, String line, String says) {
    assertThat(run(line.split(" "))).isEqualTo(status);
    assertThat(complaints()).hasSize(1);
    assertThat(complaints().get(0)).startsWith("workerpool " + says);
  }

  @Test
  void dataOfNoRun_isBadInput() {
    assertThat(Main.execute("queues", "--data", data.resolve("none").toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(complaints().get(0)).startsWith("workerpool queues: --data: no run goes on");
  }

  /** As a pipe whose reader has ended, or a full disk. */
  private static final class GoneStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(1, data.toString());
    all.add(1, "--data");
    return Main.execute(all.toArray(String[]::new));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> complaints() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
