package dev.workerpool.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.workerpool.worker.client.ScriptedRelay;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code worker each}: what becomes of items, by what their command does. */
@Timeout(30)
class EachTest {
  @TempDir Path dir;
  private ScriptedRelay relay;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void connect() throws IOException {
    relay = new ScriptedRelay().opensSession();
  }

  @AfterEach
  void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  @Test
  void item_isTheInput_andDoneWhenTheCommandExitsWith0() throws Exception {
    relay.answers(200, item("\"a b\"")).answers(200, item("{\"a\":1}"));
    closedAfterOneThatIsDone();
    assertThat(each("tasks", "--", "sh", "-c", "cat >> " + file() + "; echo >> " + file()))
        .isZero();
    assertThat(file()).hasContent("a b\n{\"a\":1}\n");
    assertThat(take(2).ack()).containsExactly("L");
    assertThat(settle(4).ack()).containsExactly("L");
    assertThat(relay.bodies().get(1)).doesNotContain("handle");
  }

  @Test
  void braces_areTheItem_asOneWord() throws Exception {
    relay.answers(200, item("\"a b; $HOME\""));
    closedAfterOneThatIsDone();
    String script = "echo \"$1|$2|$WORKERPOOL_DELIVERIES\" > " + file() + "; cat >> " + file();
    assertThat(each("tasks", "--", "sh", "-c", script, "sh", "{}", "x={}")).isZero();
    assertThat(file()).hasContent("a b; $HOME|x=a b; $HOME|1\n");
  }

  @Test
  void bytes_areTheInputAsTheyAre() throws Exception {
    relay.answers(
        200, "{\"items\":[{\"id\":\"i\",\"lease\":\"L\",\"deliveries\":1,\"base64\":\"AP8=\"}]}");
    closedAfterOneThatIsDone();
    each("tasks", "--", "sh", "-c", "cat > " + file());
    assertThat(file()).hasBinaryContent(new byte[] {0, -1});
  }

  @Test
  void failure_givesTheItemBack_withItsExitStatus_andTheNextIsTaken() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    relay.answers(200, item("2")).answersGolden(200, "settle-reply");
    closed();
    assertThat(each("tasks", "--retry-after", "1.5", "--", "sh", "-c", "exit $(cat)")).isZero();
    assertThat(relay.bodies().get(2))
        .endsWith("\"nack\":[{\"lease\":\"L\",\"delay\":1.5,\"reason\":\"exit status 1\"}]}");
    assertThat(relay.bodies().get(4)).contains("exit status 2");
    assertThat(err.toString()).contains("worker: item i goes back: exit status 1\n");
  }

  @Test
  void commandKilledBySignal_isToldAsAShellDoes() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    closed();
    each("tasks", "--", "sh", "-c", "kill -9 $$");
    assertThat(relay.bodies().get(2)).contains("exit status 137");
  }

  @Test
  void results_arePutInTheSameCommit_asTheAck_byTheNextTake() throws Exception {
    relay.answers(200, item("21")).answersGolden(200, "queue-reply");
    relay.answers(200, item("4"));
    closedAfterOneThatIsDone();
    each("tasks", "--results", "results", "--", "sh", "-c", "echo $((2 * $(cat)))");
    assertThat(relay.lines().get(2)).isEqualTo("GET /queues/results");
    assertThat(take(3).ack()).containsExactly("L");
    assertThat(take(3).then().get(0).items()).containsExactly(new Request.Item("42", null, null));
    assertThat(take(4).then().get(0).seq()).isEqualTo(2);
    assertThat(settle(5).then()).isEqualTo(take(4).then());
  }

  @Test
  void results_onAnOlderRelay_arePutBeforeTheAck() throws Exception {
    relay.answers(200, item("21"));
    relay.answers(
        200,
        "{\"name\":\"r\",\"maxSize\":0,\"ready\":0,\"leased\":0,\"unfinished\":0,\"done\":0,\"dead\":0}");
    relay.answersGolden(201, "put-reply");
    closedAfterOneThatIsDone();
    each("tasks", "--results", "r", "--", "cat");
    assertThat(relay.lines().get(3)).isEqualTo("POST /queues/r/items?wait=20.0s");
    assertThat(take(4).ack()).containsExactly("L");
    assertThat(take(4).then()).isNull();
  }

  @Test
  void results_asJson_bytes_andNothing() throws Exception {
    relay.answers(200, item("{\"a\":[1]}")).answersGolden(200, "queue-reply");
    closedAfterOneThatIsDone();
    each("tasks", "--json", "--results", "r", "--", "cat");
    assertThat(relay.bodies().get(3)).contains("\"items\":[{\"json\":{\"a\":[1]}}]");
    assertThat(Shown.output(new byte[] {0, -1}, false).base64()).isEqualTo("AP8=");
    relay.opensSession().answers(200, item("1"));
    closedAfterOneThatIsDone();
    each("tasks", "--results", "r", "--", "true");
    assertThat(relay.bodies().get(7)).contains("\"ack\":[\"L\"]").doesNotContain("then");
  }

  @Test
  void outputThatCanBeNoItem_makesADeadLetter() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    relay.answers(200, item("2")).answersGolden(200, "settle-reply");
    closed();
    String script = "if [ $(cat) = 1 ]; then echo '{a'; else head -c 2000000 /dev/zero; fi";
    each("tasks", "--json", "--results", "r", "--", "sh", "-c", script);
    assertThat(relay.bodies().get(2)).contains("\"dead\":true", "its output is no JSON");
    assertThat(relay.bodies().get(4)).contains("\"dead\":true", "its output is too large");
  }

  @Test
  void outputThatTheRelayCallsTooLarge_makesADeadLetter_andTheNextIsTaken() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "queue-reply").refuses(413, "too-large");
    relay.answersGolden(200, "settle-reply");
    closed();
    assertThat(each("tasks", "--results", "r", "--", "cat")).isZero();
    assertThat(relay.bodies().get(4)).contains("\"dead\":true", "its output is too large");
    assertThat(take(5).ack()).isNull();
  }

  @Test
  void lostLease_isSaid_andTheNextIsTaken() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "queue-reply");
    relay.answers(409, ScriptedRelay.golden("problem-lease-lost").replaceAll("\\d+-\\d+", "L"));
    closed();
    assertThat(each("tasks", "--results", "r", "--", "cat")).isZero();
    assertThat(err.toString()).contains("an item was given to somebody else meanwhile");
    assertThat(take(4).then()).isNull();
  }

  @Test
  void pill_isDone_andEndsTheLoop() throws Exception {
    relay.answers(200, item("\"stop\"")).answersGolden(200, "settle-reply");
    assertThat(each("tasks", "--pill", "stop", "--", "false")).isZero();
    assertThat(settle(2).ack()).containsExactly("L");
  }

  @Test
  void commandThatIsNotThere_givesTheItemBack_andEnds() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    assertThat(each("tasks", "--", "no-such-command-here")).isEqualTo(127);
    assertThat(settle(2).nack()).containsExactly("L");
    Path plain = Files.writeString(dir.resolve("plain"), "");
    relay.opensSession().answers(200, item("1")).answersGolden(200, "settle-reply");
    assertThat(each("tasks", "--", plain.toString())).isEqualTo(126);
    assertThat(err.toString())
        .isEqualTo(
            "worker: no-such-command-here: not found\nworker: " + plain + ": cannot be run\n");
  }

  @Test
  void closedResults_areSaid_andTheItemIsNotAcked() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "queue-reply").refuses(410, "closed");
    relay.refuses(410, "closed"); // not the queue of items: the settlement alone tells
    assertThat(each("tasks", "--results", "r", "--", "cat")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("worker: queue r is closed\n");
  }

  @Test
  void stop_letsTheRunningCommandEnd_andTakesNothingMore() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    String script =
        "echo on > " + file() + "; while [ ! -e " + file() + ".go ]; do sleep 0.02; done";
    Each each = of("tasks", "--", "sh", "-c", script);
    Thread stopper = stopper(each, Duration.ofSeconds(20));
    Thread worker = new Thread(() -> run(each));
    worker.start();
    await().until(() -> Files.exists(file()));
    stopper.start();
    assertThat(relay.lines()).hasSize(2);
    Files.createFile(Path.of(file() + ".go"));
    worker.join();
    stopper.join();
    assertThat(settle(2).ack()).containsExactly("L");
    assertThat(relay.lines()).hasSize(3);
  }

  @Test
  void stop_whenTheGraceIsOver_killsTheCommand_andItsItemGoesBack() throws Exception {
    relay.answers(200, item("1")).answersGolden(200, "settle-reply");
    Each each = of("tasks", "--", "sh", "-c", "echo $$ > " + file() + "; sleep 600; true");
    Thread worker = new Thread(() -> run(each));
    worker.start();
    await().until(() -> Files.exists(file()) && Files.size(file()) > 0);
    each.stop(Duration.ofMillis(1));
    worker.join();
    assertThat(relay.bodies().get(2)).contains("exit status 137");
    long pid = Long.parseLong(Files.readString(file()).strip());
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void stop_whileWaiting_endsTheLoopAtOnce() throws Exception {
    Each each = of("tasks", "--", "true");
    relay.calls(() -> stopper(each, Duration.ofSeconds(20)).start());
    relay.thenIsSilent();
    assertThat(run(each)).isZero();
  }

  @Test
  void stop_whileWaiting_settlesWhatIsDone_underTheSameNumbers() throws Exception {
    Each each = of("tasks", "--results", "r", "--", "cat");
    relay.answers(200, item("1")).answersGolden(200, "queue-reply");
    Thread stopper = stopper(each, Duration.ofSeconds(20));
    // Served, but not answered before the signal comes; then the same take again, in the
    // background.
    relay.calls(
        () -> {
          stopper.start();
          await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        });
    relay.answers(204, "").answers(204, "");
    assertThat(run(each)).isZero();
    await().until(() -> relay.isUsedUp());
    int settled = relay.lines().get(4).startsWith("POST /leases") ? 4 : 5;
    assertThat(settle(settled).ack()).containsExactly("L");
    assertThat(settle(settled).then()).isEqualTo(take(3).then());
  }

  private static Thread stopper(Each each, Duration grace) {
    return new Thread(
        () -> {
          try {
            each.stop(grace);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private Path file() {
    return dir.resolve("out");
  }

  private void closed() {
    relay.refuses(410, "closed");
  }

  /**
   * What the last command has done is settled by itself then: the 410 may speak of either queue.
   */
  private void closedAfterOneThatIsDone() {
    relay.refuses(410, "closed").answersGolden(200, "settle-reply");
  }

  private Request.Take take(int index) {
    return Json.read(relay.bodies().get(index), Request.Take.class);
  }

  private int each(String... line) throws Exception {
    return of(line).run();
  }

  private static int run(Each each) {
    try {
      return each.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Each of(String... line) throws UsageException {
    List<String> words = new ArrayList<>(List.of("each"));
    words.addAll(Arrays.asList(line));
    Each.Job job = Each.Job.of(Arguments.parse(words));
    return new Each(relay.channel(), job, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Request.Settle settle(int index) {
    return Json.read(relay.bodies().get(index), Request.Settle.class);
  }

  private static String item(String json) {
    return "{\"items\":[{\"id\":\"i\",\"lease\":\"L\",\"deliveries\":1,\"json\":" + json + "}]}";
  }

  @Test
  void badUsage_namesTheWord() {
    relay.forget();
    assertThatThrownBy(() -> of("tasks")).hasMessage("COMMAND is missing");
    assertThatThrownBy(() -> of()).hasMessage("QUEUE is missing");
    assertThatThrownBy(() -> of("tasks", "--lines", "--", "cat"))
        .hasMessage("--lines has no meaning for each");
  }
}
