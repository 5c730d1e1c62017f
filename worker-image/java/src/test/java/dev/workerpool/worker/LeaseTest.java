package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workerpool.worker.client.ScriptedRelay;
import dev.workerpool.worker.jackson.JacksonCodec;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Items one by one: done, given back, rejected; what is put with them; what can't be read. */
class LeaseTest extends ConnectionFixture {
  @Test
  void ack_andWhatIsPutWithIt_areOneRequest() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":21"));
    relay.answersGolden(200, "queue-reply").answersGolden(200, "settle-reply");
    Queue<Integer> results = queue("results", Integer.class);
    try (Lease<Integer> lease = queue("tasks", Integer.class).lease()) {
      assertThat(lease.deliveries()).isEqualTo(1);
      assertThat(lease.ack(results.then(lease.item() * 2))).isTrue();
      assertThatThrownBy(() -> lease.ack()).isInstanceOf(IllegalStateException.class);
    }
    Request.Settle settle = sent(3, Request.Settle.class);
    assertThat(settle.ack()).containsExactly("L1");
    assertThat(settle.then().get(0).items()).containsExactly(new Request.Item(42L, null, null));
    assertThat(connection.inWork()).isEmpty();
  }

  @Test
  void ackThatWasInterrupted_andIsRepeated_putsOnce() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":21"));
    relay.answersGolden(200, "queue-reply").interrupts(Thread.currentThread());
    relay.answersGolden(200, "settle-reply");
    Queue<Integer> results = queue("results", Integer.class);
    Lease<Integer> lease = queue("tasks", Integer.class).lease();
    assertThatThrownBy(() -> lease.ack(results.then(42))).isInstanceOf(InterruptedException.class);
    assertThat(lease.ack(results.then(42))).isTrue();
    assertThat(sent(4, Request.Settle.class)).isEqualTo(sent(3, Request.Settle.class));
  }

  @Test
  void ack_onAnOlderRelay_putsFirst() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":21"));
    relay.answers(
        200,
        "{\"name\":\"r\",\"maxSize\":0,\"ready\":0,\"leased\":0,\"unfinished\":0,\"done\":0,\"dead\":0}");
    relay.answersGolden(201, "put-reply").answersGolden(200, "settle-reply");
    queue("tasks", Integer.class).lease().ack(queue("results", Integer.class).then(42));
    assertThat(relay.lines().get(3)).startsWith("POST /queues/results/items");
    assertThat(sent(4, Request.Settle.class).ack()).containsExactly("L1");
  }

  @Test
  void leaseThatIsClosedByAnInterruptedThread_goesBackAllTheSame() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    Lease<Integer> lease = queue("tasks", Integer.class).lease();
    Thread.currentThread().interrupt();
    lease.close();
    assertThat(Thread.interrupted()).isTrue();
    connection.channel.awaitCertainty();
    assertThat(sent(2, Request.Settle.class).nack()).containsExactly("L1");
    assertThat(connection.inWork()).isEmpty();
  }

  @Test
  void leaseThatIsClosedUnsaid_goesBack() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    try (Lease<Integer> lease = queue("tasks", Integer.class).lease()) {
      assertThat(connection.inWork()).containsKey("L1");
      assertThat(lease.toString()).contains("i");
    }
    assertThat(sent(2, Request.Settle.class).nack()).containsExactly("L1");
  }

  @Test
  void nack_andReject_sayWhy() throws Exception {
    relay.opensSession();
    relay.answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    relay.answers(200, item("L2", "\"json\":2")).answersGolden(200, "settle-reply");
    queue("tasks", Integer.class).lease().nack(Duration.ofSeconds(3), "busy");
    queue("tasks", Integer.class).lease().reject("bad input");
    assertThat(relay.bodies().get(2))
        .contains("{\"lease\":\"L1\",\"delay\":3,\"reason\":\"busy\"}");
    assertThat(relay.bodies().get(4))
        .contains("{\"lease\":\"L2\",\"dead\":true,\"reason\":\"bad input\"}");
  }

  @Test
  void lease_notInTime_isEmpty() throws Exception {
    relay.opensSession().answers(204, "");
    assertThat(queue("tasks", Integer.class).lease(Duration.ZERO)).isEmpty();
  }

  @Test
  void ackIntoAClosedQueue_isTold_andTheLeaseStays() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":21"));
    relay
        .answersGolden(200, "queue-reply")
        .refuses(410, "closed")
        .answersGolden(200, "settle-reply");
    Lease<Integer> lease = queue("tasks", Integer.class).lease();
    assertThatThrownBy(() -> lease.ack(queue("results", Integer.class).then(1)))
        .isInstanceOf(QueueClosed.class);
    lease.nack();
  }

  @Test
  void itemOfAnotherType_becomesADeadLetter_withAnErrorOfItsOwn() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":\"text\""));
    relay.answersGolden(200, "settle-reply").answers(204, "");
    Queue<Integer> queue = queue("q", Integer.class);
    assertThatThrownBy(queue::get)
        .isInstanceOf(UnreadableItem.class)
        .hasMessageContaining("\"text\" is no Integer");
    assertThat(relay.bodies().get(2)).contains("\"dead\":true", "unreadable: ");
    assertThatThrownBy(queue::getNowait).isInstanceOf(QueueEmpty.class);
    assertThat(sent(3, Request.Take.class).ack()).isNull();
  }

  @Test
  void leasedItemOfAnotherType_isInWorkNoLonger() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":\"text\""));
    relay.answersGolden(200, "settle-reply");
    JoinableQueue<Integer> queue = new JoinableQueue<>(connection, "q", Codec.of(Integer.class));
    assertThatThrownBy(queue::lease).isInstanceOf(UnreadableItem.class);
    assertThat(connection.inWork()).isEmpty();
  }

  @Test
  void deadLetters_areShown_andRedriven() throws Exception {
    relay.answersGolden(200, "dead-reply").answersGolden(200, "redrive-reply");
    record Task(int a, int b) {}
    Queue<Task> tasks = queue("tasks", Task.class);
    List<DeadLetter<Task>> dead = tasks.deadLetters(10);
    assertThat(dead.get(0))
        .isEqualTo(
            new DeadLetter<>(
                "tasks/a1b2c3d4:4",
                new Task(3, 3),
                5,
                Instant.parse("2026-11-22T15:04:05Z"),
                Instant.parse("2026-11-22T15:05:05Z"),
                "its process ended",
                -9));
    assertThat(dead.get(1).item()).isNull();
    assertThat(tasks.redrive()).isEqualTo(2);
    assertThat(relay.lines())
        .containsExactly("GET /queues/tasks/dead?peek=10", "POST /queues/tasks/redrive");
  }

  @Test
  void delays_andPriorities_areSaid() throws Exception {
    relay.answersGolden(201, "put-reply").answersGolden(201, "put-reply");
    queue("q", String.class).putDelayed("later", Duration.ofMillis(1500));
    new PriorityQueue<>(connection, "p", Codec.of(String.class)).put("soon", -1);
    assertThat(relay.bodies().get(0)).contains("{\"json\":\"later\",\"delay\":1.5}");
    assertThat(relay.bodies().get(1)).contains("{\"json\":\"soon\",\"priority\":-1}");
  }

  @Test
  void queues_areMadeAsAsked() throws Exception {
    relay.answersGolden(201, "queue-reply").answersGolden(201, "queue-reply");
    QueueOptions.unbounded()
        .order(QueueOptions.Order.PRIORITY)
        .maxDeliveries(3)
        .make(connection, "q");
    QueueOptions.bounded(5).make(connection, "q");
    assertThat(relay.bodies())
        .containsExactly("{\"order\":\"Priority\",\"maxDeliveries\":3}", "{\"maxSize\":5}");
  }

  @Test
  void otherCodec_writesAndReadsTheItems() throws Exception {
    Codec<Map<?, ?>> jackson =
        JacksonCodec.of(new ObjectMapper(), new ObjectMapper().constructType(Map.class));
    Queue<Map<?, ?>> queue = new Queue<>(connection, "q", jackson);
    relay.answersGolden(201, "put-reply").opensSession();
    relay.answers(200, item("L1", "\"json\":{\"a\":[1,2]}"));
    queue.put(Map.of("a", 1));
    assertThat(queue.get()).isEqualTo(Map.of("a", List.of(1, 2)));
    assertThat(relay.bodies().get(0)).contains("{\"json\":{\"a\":1}}");
  }

  @Test
  void queueInsideAnItem_goesByItsName() {
    record Job(String text, Queue<String> answers) {}
    Queue<String> answers = queue("q-main-1", String.class);
    String json = Json.write(new Job("x", answers));
    assertThat(json).isEqualTo("{\"text\":\"x\",\"answers\":{\"$queue\":\"q-main-1\"}}");
    assertThat(Shared.nameIn(Json.read("{\"$queue\":\"q-main-1\"}"), "$queue"))
        .isEqualTo("q-main-1");
    assertThatThrownBy(() -> Shared.nameIn(Json.read("{\"$event\":\"e\"}"), "$queue"))
        .hasMessageContaining("is no $queue");
    assertThatThrownBy(() -> Json.read("{\"text\":\"x\",\"answers\":7}", Job.class))
        .hasMessageContaining(".answers: Queue refuses it");
    assertThat(ScriptedRelay.golden("put-reply")).isNotEmpty();
  }
}
