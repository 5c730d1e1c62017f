package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for a running channel, on a run of this machine that the test plays. */
class ChannelCommandsTest {
  @TempDir Path data;
  private final InputStream realIn = System.in;
  private PlayedRun played;

  @BeforeEach
  void play() throws IOException {
    played = new PlayedRun(data);
  }

  @AfterEach
  void stop() {
    System.setIn(realIn);
    played.close();
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
  void put_waitsForRoomAsLongAsItMay_afterItsInputTookLonger() throws Exception {
    run("put", "small", "a", "b");
    var arrived = new CompletableFuture<Void>();
    System.setIn(
        new ByteArrayInputStream("c\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            long late = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1100);
            while (!arrived.isDone() && System.nanoTime() < late) {
              LockSupport.parkNanos(late - System.nanoTime());
            }
            arrived.complete(null);
            return super.read(into, from, length);
          }
        });
    var room = arrived.thenApplyAsync(nothing -> run("get", "small"));

    assertThat(run("put", "small", "--timeout", "1s")).isZero();
    assertThat(room.get(60, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void put_ofALineThatIsNoText_storesThoseBeforeIt_andNamesIt() {
    System.setIn(new ByteArrayInputStream("ü\nb\n\u00ff\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(run("put", "tasks")).isZero();
    byte[] latin = "one\ntwo\ncaf\u00e9\nlast\n".getBytes(StandardCharsets.ISO_8859_1);
    System.setIn(new ByteArrayInputStream(latin));

    assertThat(run("put", "tasks")).isEqualTo(2);

    assertThat(played.complained())
        .isEqualTo("workerpool put: line 3: not UTF-8 (lines before it are stored)\n");
    assertThat(run("get", "--peek", "--count", "10", "tasks")).isZero();
    assertThat(printed()).isEqualTo("ü\nb\nÿ\none\ntwo\n");
  }

  @Test
  void put_ofAnArgumentThatTheJvmCouldNotDecode_isRefused() {
    assertThat(run("put", "tasks", "one", "caf\uFFFD")).isEqualTo(2);

    assertThat(played.complained()).contains("ITEM 2: not in the locale's");
    assertThat(run("get", "--peek", "tasks")).isZero();
    assertThat(printed()).isEmpty();
  }

  @Test
  void get_printsUtf8_whateverTheLocale() {
    System.setOut(new PrintStream(played.out(), true, StandardCharsets.US_ASCII));
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
  @ValueSource(strings = {"queues", "queues --json", "get --peek tasks", "top"})
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
  void putThatWaitsForRoom_isOverWithTheRun() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    System.setIn(new ByteArrayInputStream("a\nb\nc\n".getBytes(StandardCharsets.UTF_8)));
    try {
      played.publish(process.pid());
      var put = CompletableFuture.supplyAsync(() -> played.run("put", "small"));
      await()
          .until(
              () -> {
                played.run("get", "--peek", "small");
                return played.printed().contains("a");
              });
      process.destroyForcibly();

      assertThat(put.get(20, TimeUnit.SECONDS)).isEqualTo(ExitStatus.FAILED);
      assertThat(played.complained()).endsWith(": the run of consumers has ended\n");
    } finally {
      process.destroyForcibly();
    }
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
          2 | top --count 0       | top: --count: 0 is not at least 1
          2 | top --interval 10ms | top: --interval: not between 200ms and 1h
          2 | top --interval 61m  | top: --interval: not between 200ms and 1h
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

  @Test
  void kubeconfigThatIsNotThere_isNamedAsTheOptionIs() {
    assertThat(Main.execute("queues", "-p", "consumers", "--kubeconfig", "nope"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(complaints()).containsExactly("workerpool queues: --kubeconfig: cannot read nope");
  }

  private int run(String... args) {
    return played.run(args);
  }

  private String printed() {
    return played.printed();
  }

  private List<String> complaints() {
    return played.complaints();
  }
}
