package dev.workerpool.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.client.ScriptedRelay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it sends, prints and exits with. */
class WorkerTest {
  private static final String ITEM =
      "{\"items\":[{\"id\":\"i\",\"lease\":\"L\",\"deliveries\":1,\"json\":%s}]}";

  private ScriptedRelay relay;
  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void connect() throws IOException {
    relay = new ScriptedRelay();
    env.put("WORKERPOOL_URL", relay.target().url());
    env.put("WORKERPOOL_NAMESPACE", "ns");
    env.put("WORKERPOOL_CHANNEL", "ch");
    env.put("WORKERPOOL_NONCE", "shim-nonce");
  }

  @AfterEach
  void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  @Test
  void put_sendsText_orJson_orTheInputsLines() {
    for (int i = 0; i < 6; i++) {
      relay.answersGolden(201, "put-reply");
    }
    assertThat(worker("", "put", "tasks", "{\"a\":1}")).isZero();
    assertThat(worker("", "put", "tasks", "--json", "{\"a\":1}")).isZero();
    assertThat(worker("all\nof it", "put", "tasks")).isZero();
    assertThat(worker("one\ntwo\n", "put", "tasks", "--lines", "-")).isZero();
    assertThat(worker("", "put", "tasks", "--", "--json")).isZero();
    assertThat(relay.bodies().stream().map(body -> body.replaceAll(".*\"items\":", "")))
        .containsExactly(
            "[{\"json\":\"{\\\"a\\\":1}\"}]}",
            "[{\"json\":{\"a\":1}}]}",
            "[{\"json\":\"all\\nof it\"}]}",
            "[{\"json\":\"one\"}]}",
            "[{\"json\":\"two\"}]}",
            "[{\"json\":\"--json\"}]}");
  }

  @Test
  void get_printsStringsRaw_elseJson_inTheSessionOfTheProcess() {
    relay
        .opensSession()
        .answers(200, String.format(ITEM, "\"a b\""))
        .answersGolden(200, "heartbeat-reply");
    relay.opensSession().answers(200, String.format(ITEM, "{\"a\":[1]}"));
    relay
        .opensSession()
        .answers(200, String.format(ITEM, "\"a\""))
        .answersGolden(200, "heartbeat-reply");
    assertThat(worker("", "get", "tasks")).isZero();
    assertThat(worker("", "get", "tasks", "--explicit")).isZero();
    assertThat(worker("", "get", "tasks", "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a b\n{\"a\":[1]}\n\"a\"\n");
    assertThat(relay.bodies().get(0)).isEqualTo("{\"nonce\":\"shim-nonce\"}");
    assertThat(relay.bodies().get(1)).contains("\"handle\":\"shell\"");
    assertThat(relay.lines().get(2)).endsWith("/heartbeat");
    assertThat(relay.bodies().get(2)).startsWith("{\"held\":[\"");
    assertThat(relay.bodies().get(4)).doesNotContain("handle");
  }

  @Test
  void timeouts_are124() {
    relay.opensSession().answers(204, "");
    assertThat(worker("", "get", "tasks", "--timeout", "0")).isEqualTo(124);
    relay.refuses(429, "queue-full").answers(200, "{\"unfinished\":2}");
    assertThat(worker("", "put", "tasks", "x", "--timeout=0")).isEqualTo(124);
    assertThat(worker("", "join", "tasks", "--timeout", "0")).isEqualTo(124);
    relay.answers(200, "{\"name\":\"e\",\"set\":false,\"count\":0}");
    assertThat(worker("", "event", "wait", "e", "--timeout", "0")).isEqualTo(124);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            worker: timed out: queue tasks is empty
            worker: timed out: queue tasks is full
            worker: timed out: queue tasks has unfinished items
            worker: timed out: event e is not set
            """);
  }

  @Test
  void refusals_are1_inOneLine() {
    relay.refuses(404, "not-found").refuses(410, "closed").opensSession();
    relay.refuses(409, "surplus-task-done");
    assertThat(worker("", "put", "taks", "x")).isEqualTo(1);
    assertThat(worker("", "put", "tasks", "x")).isEqualTo(1);
    assertThat(worker("", "task-done", "tasks")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("worker: "));
  }

  @Test
  void otherCommands_reachTheirPaths() {
    String set = ScriptedRelay.golden("event-reply");
    relay.answersGolden(200, "queue-reply").answersGolden(201, "queue-reply");
    relay.answersGolden(200, "queue-reply-closed").answers(200, set).answers(200, set);
    relay.answers(201, set).answers(200, set).answers(200, set.replace("true", "false"));
    assertThat(worker("", "qsize", "tasks")).isZero();
    assertThat(worker("", "make", "q", "--max-size", "5")).isZero();
    assertThat(worker("", "close", "q", "--immediate")).isZero();
    assertThat(worker("", "event", "set", "e")).isZero();
    assertThat(worker("", "event", "clear", "e")).isZero();
    assertThat(worker("", "event", "make", "e")).isZero();
    assertThat(worker("", "event", "is-set", "e")).isZero();
    assertThat(worker("", "event", "is-set", "e")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("3\ntrue\nfalse\n");
    assertThat(relay.lines())
        .containsExactly(
            "GET /queues/tasks",
            "PUT /queues/q",
            "POST /queues/q/close",
            "PUT /events/e",
            "DELETE /events/e",
            "POST /events/e",
            "GET /events/e",
            "GET /events/e");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fetch tasks              | unknown command fetch",
        "get                      | QUEUE is missing",
        "get tasks more           | unexpected word more",
        "get tasks --timeout      | --timeout needs a value",
        "get tasks --timeout soon | --timeout takes seconds, such as 2 or 0.5, not soon",
        "get tasks --lines        | --lines has no meaning for get",
        "get tasks --wait 3       | unknown option --wait",
        "event ring e             | unknown command event ring",
        "each tasks               | COMMAND is missing",
        "lock guard               | COMMAND is missing",
        "make q --order Random    | --order is FIFO, LIFO or Priority, not Random",
        "put q x --priority high  | --priority takes a whole number, not high",
        "make q --max-size=-1     | --max-size takes a whole number, not -1",
        "put tasks --json {a      | ITEM: no JSON at position 1: a key must be a string"
      })
  void badUsage_is2_namingTheWord(String line, String message) {
    assertThat(worker("", line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("worker: " + message + "\n");
  }

  @Test
  void outsideOfAPool_is2_namingTheVariable() {
    env.remove("WORKERPOOL_URL");
    assertThat(worker("", "qsize", "tasks")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("WORKERPOOL_URL is not set");
  }

  @Test
  void help_is0_nothingIs2() {
    assertThat(worker("", "--help")).isZero();
    assertThat(worker("")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: worker COMMAND");
  }

  @Test
  void script_findsItsJar_alsoBehindASymlink() throws Exception {
    Path script = Path.of("target/dist/bin/worker").toAbsolutePath();
    Path link = Files.createTempDirectory("bin").resolve("worker");
    Files.createSymbolicLink(link, script);
    relay.answersGolden(200, "queue-reply");
    ProcessBuilder builder = new ProcessBuilder(link.toString(), "qsize", "tasks");
    builder.environment().putAll(env);
    java.lang.Process process = builder.redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("3\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void lock_isHeldWhileTheCommandRuns_andItsStatusIsOurs() {
    relay.answersGolden(201, "semaphore-reply").opensSession();
    relay.answersGolden(200, "acquire-reply").answersGolden(200, "release-reply").answers(204, "");
    assertThat(worker("", "lock", "guard", "--make", "--", "sh", "-c", "exit 3")).isEqualTo(3);
    assertThat(relay.bodies().get(0)).isEqualTo("{\"kind\":\"Lock\",\"value\":1}");
    assertThat(relay.bodies().get(1)).startsWith("{\"nonce\":\"shim-nonce-");
    assertThat(relay.bodies().get(3)).contains("\"grant\":\"41\"");
    assertThat(relay.lines()).last().isEqualTo("DELETE /sessions/s-7-3");
  }

  @Test
  void lock_thatIsNotFree_is124_andTheCommandDoesNotRun() {
    relay.opensSession().answers(204, "").answers(204, "");
    assertThat(worker("", "lock", "guard", "--timeout", "0", "--", "false")).isEqualTo(124);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("worker: timed out: lock guard is not free\n");
  }

  @Test
  void lock_isReleased_whenTheCommandCannotRun() {
    relay.opensSession().answersGolden(200, "acquire-reply").answersGolden(200, "release-reply");
    relay.answers(204, "");
    assertThat(worker("", "lock", "guard", "--", "no-such-command-here")).isEqualTo(127);
  }

  @Test
  void each_leavesItsSession() {
    relay.opensSession().refuses(410, "closed").answers(204, "");
    assertThat(worker("", "each", "tasks", "--", "cat")).isZero();
    assertThat(relay.lines()).last().isEqualTo("DELETE /sessions/s-7-3");
  }

  @Test
  void put_withPriorityAndDelay_make_withOrder() {
    relay.answersGolden(201, "put-reply").answersGolden(201, "queue-reply");
    assertThat(worker("", "put", "q", "x", "--priority", "-1", "--delay", "1.5")).isZero();
    assertThat(worker("", "make", "q", "--order=Priority", "--max-deliveries", "3")).isZero();
    assertThat(relay.bodies().get(0)).endsWith("{\"json\":\"x\",\"priority\":-1,\"delay\":1.5}]}");
    assertThat(relay.bodies().get(1)).isEqualTo("{\"order\":\"Priority\",\"maxDeliveries\":3}");
  }

  @Test
  void each_underSigterm_letsTheCommandEnd_andLeaves(@TempDir Path dir) throws Exception {
    relay.opensSession().answers(200, String.format(ITEM, "1"));
    relay.answersGolden(200, "settle-reply").answers(204, "");
    String go = dir.resolve("go").toString();
    String script = "echo on; while [ ! -e " + go + " ]; do sleep 0.02; done";
    java.lang.Process process = started("each", "tasks", "--", "sh", "-c", script);
    assertThat(process.inputReader().readLine()).isEqualTo("on");
    process.destroy();
    Files.createFile(Path.of(go));
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(relay.bodies().get(2)).contains("\"ack\":[\"L\"]");
    assertThat(relay.lines()).last().isEqualTo("DELETE /sessions/s-7-3");
  }

  @Test
  void put_ofBytes_keepsThem() {
    relay.answersGolden(201, "put-reply").answersGolden(201, "put-reply");
    relay.answersGolden(201, "put-reply");
    assertThat(worker(new byte[] {(byte) 0xff, '\n'}, "put", "tasks", "-")).isZero();
    byte[] lines = {'a', '\n', (byte) 0xe9, '\r', '\n'};
    assertThat(worker(lines, "put", "tasks", "--lines")).isZero();
    assertThat(relay.bodies().stream().map(body -> body.replaceAll(".*\"items\":", "")))
        .containsExactly(
            "[{\"base64\":\"/wo=\",\"contentType\":\"application/octet-stream\"}]}",
            "[{\"json\":\"a\"}]}",
            "[{\"base64\":\"6Q==\",\"contentType\":\"application/octet-stream\"}]}");
    assertThat(worker(lines, "put", "tasks", "--json", "-")).isEqualTo(2);
    assertThat(worker("", "put", "tasks", "a\uFFFDb")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "worker: standard input: not UTF-8\n"
                + "worker: ITEM: not UTF-8: put bytes by the standard input\n");
  }

  @Test
  void get_whoseOutputIsGone_givesTheItemBack() {
    relay.opensSession().answers(200, String.format(ITEM, "\"a\""));
    relay.answersGolden(200, "settle-reply");
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    InputStream nothing = InputStream.nullInputStream();
    PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
    int status =
        Worker.run(List.of("get", "tasks"), env, nothing, new PrintStream(gone, true), said);
    assertThat(status).isEqualTo(1);
    assertThat(relay.bodies().get(2)).contains("\"nack\":[\"L\"]");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the output is gone");
  }

  @Test
  void command_withoutALocale_readsItsWordsAsUtf8() throws Exception {
    env.put("LC_ALL", "C");
    relay.answersGolden(201, "put-reply");
    List<String> command =
        List.of("sh", "-c", "target/dist/bin/worker put tasks $(printf '\\303\\274')");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(env);
    assertThat(builder.inheritIO().start().waitFor()).isZero();
    assertThat(relay.bodies().get(0)).contains("{\"json\":\"ü\"}");
  }

  private java.lang.Process started(String... line) throws IOException {
    List<String> command = new ArrayList<>(List.of("target/dist/bin/worker"));
    command.addAll(List.of(line));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(env);
    return builder.redirectErrorStream(true).start();
  }

  private int worker(String input, String... line) {
    return worker(input.getBytes(StandardCharsets.UTF_8), line);
  }

  private int worker(byte[] input, String... line) {
    return Worker.run(
        List.of(line),
        env,
        new ByteArrayInputStream(input),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
