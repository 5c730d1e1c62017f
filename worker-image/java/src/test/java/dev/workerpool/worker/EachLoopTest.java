package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link JoinableQueue#each}: one request a task, and what becomes of items when something fails.
 */
@Timeout(30)
class EachLoopTest extends ConnectionFixture {
  private static final String LOST =
      "{\"type\":\"https://workerpool.dev/problems/lease-lost\",\"title\":\"Lease is lost\","
          + "\"status\":409,\"detail\":\"\",\"retryable\":false,\"leases\":[\"L1\"],\"gone\":[]}";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream before = System.err;
  private JoinableQueue<Integer> tasks;
  private Queue<Object> results;

  @BeforeEach
  void open() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    tasks = new JoinableQueue<>(connection, "tasks", Codec.of(Integer.class));
    results = queue("results", Object.class);
  }

  @AfterEach
  void nothingIsInWork() {
    System.setErr(before);
    assertThat(connection.inWork()).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aTask_costsOneRequest() throws Exception {
    withResults(2, 3);
    closed();
    tasks.each(n -> n * n, results);
    assertThat(relay.lines())
        .containsExactly(
            "GET /queues/results",
            "POST /sessions",
            "POST /queues/tasks/leases?wait=20.0s",
            "POST /queues/tasks/leases?wait=20.0s",
            "POST /queues/tasks/leases?wait=20.0s",
            "POST /leases?wait=20.0s");
    assertThat(take(3).ack()).containsExactly("L1");
    assertThat(take(3).then().get(0).items()).containsExactly(new Request.Item(4L, null, null));
    assertThat(take(4).ack()).containsExactly("L2");
    assertThat(take(4).then().get(0).seq()).isEqualTo(2);
    assertThat(settle(5).then()).isEqualTo(take(4).then());
  }

  @Test
  void withoutResults_tasksAreDone() throws Exception {
    List<Integer> seen = new ArrayList<>();
    relay.opensSession();
    taken(1, 2);
    closed();
    tasks.each(seen::add);
    assertThat(seen).containsExactly(1, 2);
    assertThat(take(2).ack()).containsExactly("L1");
    assertThat(relay.bodies()).noneMatch(body -> body.contains("then"));
    assertThat(settle(4).ack()).containsExactly("L2");
  }

  @Test
  void pill_endsIt_andIsDone() throws Exception {
    withResults(1, null);
    relay.answersGolden(200, "settle-reply");
    tasks.each(n -> n, results, EachOptions.untilPill(null));
    assertThat(settle(4).ack()).containsExactly("L2");
    relay.answers(200, item("L3", "\"json\":7")).answersGolden(200, "settle-reply");
    tasks.each(n -> {}, EachOptions.untilPill(7));
  }

  @Test
  void nullIsAnItemLikeAnother_withoutAPill() throws Exception {
    withResults((Integer) null);
    closed();
    tasks.each(n -> n, results);
    assertThat(relay.bodies().get(3)).contains("\"items\":[{\"json\":null}]");
  }

  @Test
  void exception_givesTheItemBack_withItsReason_andTheLoopGoesOn() throws Exception {
    relay.opensSession();
    taken(1);
    relay.answersGolden(200, "settle-reply").refuses(410, "closed");
    tasks.each(
        n -> {
          throw new java.io.IOException("no\nluck");
        },
        EachOptions.untilClosed().retryAfter(Duration.ofMillis(2500)));
    assertThat(relay.bodies().get(2))
        .contains("{\"lease\":\"L1\",\"delay\":2.5,\"reason\":\"java.io.IOException: no\\nluck\"}");
    assertThat(take(3).ack()).isNull();
    assertThat(err.toString()).contains("[WARNING/MainProcess] item i of queue tasks goes back");
    assertThat(err.toString()).contains("EachLoopTest"); // where it was thrown
    assertThatThrownBy(() -> EachOptions.untilClosed().retryAfter(Duration.ofHours(25)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resultThatCanBeNoItem_makesADeadLetter() throws Exception {
    withResults(1);
    relay.answersGolden(200, "settle-reply");
    taken(2);
    relay.refuses(413, "too-large").answersGolden(200, "settle-reply");
    relay.refuses(410, "closed");
    tasks.each(n -> n == 1 ? new Object() : "large", results);
    assertThat(relay.bodies().get(3)).contains("\"dead\":true", "its result can be no item: ");
    assertThat(relay.bodies().get(6)).contains("\"dead\":true", "\"lease\":\"L1\"", "too large");
    assertThat(take(7).ack()).isNull();
  }

  @Test
  void itemThatCantBeRead_becomesADeadLetter_andTheLoopGoesOn() throws Exception {
    List<Integer> seen = new ArrayList<>();
    relay.opensSession().answers(200, item("L1", "\"json\":\"text\""));
    relay.answersGolden(200, "settle-reply");
    taken(2);
    closed();
    tasks.each(seen::add);
    assertThat(relay.bodies().get(2)).contains("\"dead\":true", "unreadable");
    assertThat(seen).containsExactly(2);
    assertThat(err.toString()).contains("can't be read");
  }

  @Test
  void lostLease_isTold_putsNothing_andTheLoopGoesOn() throws Exception {
    withResults(2);
    relay.answers(409, LOST);
    taken(3);
    closed();
    tasks.each(n -> n * n, results);
    assertThat(take(4).then()).isNull();
    assertThat(take(5).then().get(0).items()).containsExactly(new Request.Item(9L, null, null));
    assertThat(err.toString()).contains("its result is not put, it is delivered again");
  }

  @Test
  void closedResults_giveTheItemBack_andAreTold() throws Exception {
    withResults(1);
    relay.refuses(410, "closed").refuses(410, "closed").answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> tasks.each(n -> n, results))
        .isInstanceOf(QueueClosed.class)
        .hasMessageContaining("results");
    connection.channel.awaitCertainty();
    assertThat(settle(5).nack()).containsExactly("L1");
  }

  @Test
  void otherRefusal_givesTheItemBack_andIsThrown() throws Exception {
    withResults(1);
    relay.refuses(404, "not-found").answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> tasks.each(n -> n, results)).isInstanceOf(ChannelException.class);
    connection.channel.awaitCertainty();
    assertThat(settle(4).nack()).containsExactly("L1");
  }

  private void assertGivesTheItemBack_andThrows(Throwable thrown) throws Exception {
    relay.opensSession();
    taken(1);
    relay.answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> tasks.each(n -> fail(thrown))).isSameAs(thrown);
    connection.channel.awaitCertainty();
    assertThat(settle(2).nack()).containsExactly("L1");
  }

  private static void fail(Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  @Test
  void error_givesTheItemBack_andIsThrown() throws Exception {
    assertGivesTheItemBack_andThrows(new StackOverflowError());
  }

  @Test
  void onAnOlderRelay_theResultIsPutFirst_andTheAckGoesWithTheTake() throws Exception {
    relay.answers(
        200,
        "{\"name\":\"r\",\"maxSize\":0,\"ready\":0,\"leased\":0,\"unfinished\":0,\"done\":0,\"dead\":0}");
    relay.opensSession();
    taken(1);
    relay.answersGolden(201, "put-reply");
    taken(2);
    relay.refuses(413, "too-large").answersGolden(200, "settle-reply");
    taken(3);
    relay.refuses(410, "closed").answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> tasks.each(n -> n, results)).isInstanceOf(QueueClosed.class);
    connection.channel.awaitCertainty();
    assertThat(relay.lines().get(3)).startsWith("POST /queues/results/items");
    assertThat(take(4).ack()).containsExactly("L1");
    assertThat(take(4).then()).isNull();
    assertThat(relay.bodies().get(6)).contains("\"dead\":true");
    assertThat(settle(9).nack()).containsExactly("L1");
  }

  @Test
  void interruptedFunction_endsTheLoop_andItsItemGoesBack() throws Exception {
    assertGivesTheItemBack_andThrows(new InterruptedException());
  }

  @Test
  void interruptedWait_settlesWhatIsDone_andGivesBackWhatHadCome() throws Exception {
    withResults(2);
    relay.interrupts(Thread.currentThread()).answers(200, item("L9", "\"json\":9"));
    relay.answersGolden(200, "settle-reply").answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> tasks.each(n -> n * n, results))
        .isInstanceOf(InterruptedException.class);
    connection.channel.awaitCertainty();
    assertThat(take(4).attempt()).isEqualTo(take(3).attempt());
    assertThat(settle(5).nack()).containsExactly("L9");
    assertThat(settle(6).ack()).containsExactly("L1");
    assertThat(settle(6).then()).isEqualTo(take(3).then());
  }

  @Test
  void whatWasClosedHere_isRefused() {
    results.close();
    assertThatThrownBy(() -> tasks.each(n -> n, results)).isInstanceOf(QueueClosed.class);
    tasks.close();
    assertThatThrownBy(() -> tasks.each(n -> {})).isInstanceOf(QueueClosed.class);
  }

  /** A relay of today, and these tasks, under leases L1, L2, …. */
  private void withResults(Integer... numbers) {
    relay.answersGolden(200, "queue-reply").opensSession();
    taken(numbers);
  }

  private void taken(Integer... numbers) {
    for (int i = 0; i < numbers.length; i++) {
      relay.answers(200, item("L" + (i + 1), "\"json\":" + numbers[i]));
    }
  }

  /** Of the tasks: the settlement alone tells. */
  private void closed() {
    relay.refuses(410, "closed").answersGolden(200, "settle-reply");
  }

  private Request.Take take(int index) {
    return sent(index, Request.Take.class);
  }

  private Request.Settle settle(int index) {
    return sent(index, Request.Settle.class);
  }
}
