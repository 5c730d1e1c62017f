package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.client.ScriptedRelay;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queue, JoinableQueue and Event as a worker's code uses them. */
class QueueTest {
  private record Task(int a, int b) {}

  private ScriptedRelay relay;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    relay = new ScriptedRelay();
    connection = new Connection(relay.channel());
  }

  @AfterEach
  void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  @Test
  void records_lists_bytes_andNull_goThroughAQueue() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    List<Object> items =
        Arrays.asList(new Task(3, 4), List.of(42, "hello"), "text", 1.5, null, new byte[] {0, -1});
    for (Object item : items) {
      relay.answersGolden(201, "put-reply");
      queue.put(item);
    }
    assertThat(relay.bodies().stream().map(body -> body.replaceAll(".*\"items\":", "")))
        .containsExactly(
            "[{\"json\":{\"a\":3,\"b\":4}}]}",
            "[{\"json\":[42,\"hello\"]}]}",
            "[{\"json\":\"text\"}]}",
            "[{\"json\":1.5}]}",
            "[{\"json\":null}]}",
            "[{\"base64\":\"AP8=\",\"contentType\":\"application/octet-stream\"}]}");
  }

  @Test
  void items_comeAsTheTypeAskedFor() throws Exception {
    relay
        .opensSession()
        .answers(200, item("L1", "\"json\":{\"a\":3,\"b\":4}"))
        .answers(200, item("L2", "\"json\":null"))
        .answers(200, item("L3", "\"json\":[42,null,\"hello\"]"))
        .answers(
            200, item("L4", "\"base64\":\"AP8=\",\"contentType\":\"application/octet-stream\""))
        .answers(200, item("L5", "\"base64\":\"aMOp\",\"contentType\":\"text/plain\""));
    assertThat(new Queue<>(connection, "q", Codec.of(Task.class)).get()).isEqualTo(new Task(3, 4));
    assertThat(new Queue<>(connection, "q", Codec.of(Task.class)).get()).isNull();
    assertThat(new Queue<>(connection, "q", Codec.of(Object.class)).get())
        .isEqualTo(Arrays.asList(42L, null, "hello"));
    assertThat(new Queue<>(connection, "q", Codec.of(byte[].class)).get()).containsExactly(0, -1);
    assertThat(new Queue<>(connection, "q", Codec.of(String.class)).get()).isEqualTo("hé");
  }

  @Test
  void get_acksWhatTheSameThreadGotBefore() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    relay
        .opensSession()
        .answers(200, item("L1", "\"json\":1"))
        .answers(200, item("L2", "\"json\":2"))
        .answers(200, item("L3", "\"json\":3"))
        .answers(204, "");
    queue.get();
    Thread other = new Thread(() -> getQuietly(queue));
    other.start();
    other.join();
    queue.get();
    assertThatThrownBy(queue::getNowait).isInstanceOf(QueueEmpty.class);
    assertThat(take(1).ack()).isNull();
    assertThat(take(2).ack()).isNull();
    assertThat(take(2).handle()).isNotEqualTo(take(1).handle());
    assertThat(take(3).ack()).containsExactly("L1");
    assertThat(take(3).handle()).isNotEqualTo(take(1).handle());
    assertThat(take(4).ack()).containsExactly("L3");
  }

  @Test
  void close_acksWhatAllThreadsGot_andLaterCallsAreRefused() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    try (queue) {
      queue.get();
    }
    queue.close();
    assertThat(Json.read(relay.bodies().get(2), Request.Settle.class).ack()).containsExactly("L1");
    assertThatThrownBy(queue::get).isInstanceOf(QueueClosed.class);
    assertThatThrownBy(() -> queue.put(1)).isInstanceOf(QueueClosed.class);
  }

  @Test
  void full_empty_closed_areExceptionsOfTheirOwn() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    relay.refuses(429, "queue-full").refuses(429, "queue-full").refuses(410, "closed");
    assertThatThrownBy(() -> queue.put(1, Duration.ZERO)).isInstanceOf(QueueFull.class);
    assertThat(queue.tryPut(1)).isFalse();
    assertThatThrownBy(() -> queue.put(1)).isInstanceOf(QueueClosed.class);
    relay.opensSession().answers(204, "").refuses(410, "closed");
    assertThatThrownBy(() -> queue.get(Duration.ZERO)).isInstanceOf(QueueEmpty.class);
    assertThatThrownBy(queue::get).isInstanceOf(QueueClosed.class);
  }

  @Test
  void unknownQueue_isAChannelException_sayingWhatToSet() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "taks", Codec.of(Object.class));
    relay.refuses(404, "not-found");
    assertThatThrownBy(() -> queue.put(1))
        .isInstanceOfSatisfying(
            ChannelException.class, e -> assertThat(e.problem()).isEqualTo("not-found"))
        .hasMessageContaining("declare it in spec.channel.queues");
  }

  @Test
  void figures_areTheQueues() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    relay
        .answersGolden(200, "queue-reply")
        .answersGolden(200, "queue-reply")
        .answersGolden(200, "queue-reply-closed");
    assertThat(queue.qsize()).isEqualTo(3);
    assertThat(queue.full()).isFalse();
    assertThat(queue.empty()).isTrue();
  }

  @Test
  void putAll_cutsBatches_inOrder() throws Exception {
    Queue<Object> queue = new Queue<>(connection, "q", Codec.of(Object.class));
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      items.add(i);
    }
    relay.answersGolden(201, "put-reply").answersGolden(201, "put-reply");
    relay.answersGolden(201, "put-reply");
    queue.putAll(items);
    assertThat(relay.bodies().stream().map(body -> Json.read(body, Request.Put.class)))
        .extracting(put -> put.seq() + "+" + put.items().size())
        .containsExactly("1+1000", "1001+1000", "2001+500");
    assertThat(Batches.of(List.of())).isEmpty();
    String large = "x".repeat(200 * 1024);
    assertThat(
            Batches.of(
                List.of(
                    Items.of(Codec.of(String.class), large),
                    Items.of(Codec.of(String.class), large))))
        .hasSize(2);
  }

  @Test
  void taskDone_acksTheOldestOfThisThread_elseOfAnyThread() throws Exception {
    JoinableQueue<Object> tasks = new JoinableQueue<>(connection, "tasks", Codec.of(Object.class));
    relay
        .opensSession()
        .answers(200, item("L1", "\"json\":1"))
        .answers(200, item("L2", "\"json\":2"))
        .answers(200, item("L3", "\"json\":3"));
    Thread other = new Thread(() -> getQuietly(tasks));
    other.start();
    other.join();
    tasks.get();
    tasks.get();
    for (int i = 0; i < 3; i++) {
      relay.answersGolden(200, "settle-reply");
      assertThat(tasks.taskDone()).isTrue();
    }
    assertThat(take(1).handle()).isNull();
    assertThat(relay.bodies().subList(4, 7))
        .extracting(body -> Json.read(body, Request.Settle.class).ack().get(0))
        .containsExactly("L2", "L3", "L1");
    assertThatThrownBy(tasks::taskDone)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too many times");
  }

  @Test
  void taskDone_ofAnItemThatWentToSomebodyElse_saysSo() throws Exception {
    JoinableQueue<Object> tasks = new JoinableQueue<>(connection, "tasks", Codec.of(Object.class));
    relay.opensSession().answers(200, item("7-14", "\"json\":1")).refuses(409, "lease-lost");
    tasks.get();
    assertThat(tasks.taskDone()).isFalse();
  }

  @Test
  void taskDone_thatIsInterrupted_isForTheSameItemWhenCalledAgain() throws Exception {
    JoinableQueue<Object> tasks = new JoinableQueue<>(connection, "tasks", Codec.of(Object.class));
    relay.opensSession().answers(200, item("L1", "\"json\":1"));
    relay.answers(200, item("L2", "\"json\":2"));
    tasks.get();
    tasks.get();
    Thread.currentThread().interrupt();
    assertThatThrownBy(tasks::taskDone).isInstanceOf(InterruptedException.class);
    int before = relay.asked().size();
    relay.answersGolden(200, "settle-reply");
    tasks.taskDone();
    assertThat(Json.read(relay.bodies().get(before), Request.Settle.class).ack())
        .containsExactly("L1");
  }

  @Test
  void join_andEvents_answerWhetherInTime() throws Exception {
    JoinableQueue<Object> tasks = new JoinableQueue<>(connection, "tasks", Codec.of(Object.class));
    relay.answers(200, "{\"unfinished\":1}").answersGolden(200, "join-reply");
    assertThat(tasks.join(Duration.ZERO)).isFalse();
    tasks.join();
    Event event = new Event(connection, "ready");
    String unset = ScriptedRelay.golden("event-reply").replace("true", "false");
    relay.answersGolden(200, "event-reply").answers(200, unset).answersGolden(200, "event-reply");
    assertThat(event.isSet()).isTrue();
    assertThat(event.await(Duration.ZERO)).isFalse();
    event.await();
  }

  @Test
  void process_isWhatThePoolSays() {
    Process process =
        Process.from(
            Map.of(
                "WORKERPOOL_PROCESS", "worker 1",
                "WORKERPOOL_KEY", "worker-1",
                "WORKERPOOL_ATTEMPT", "2",
                "WORKERPOOL_DAEMON", "true"),
            7);
    assertThat(process.name()).isEqualTo("worker 1");
    assertThat(process.attempt()).isEqualTo(2);
    assertThat(process.daemon()).isTrue();
    assertThat(Process.from(Map.of(), 7).name()).isEqualTo("MainProcess");
    assertThat(Process.current().pid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void outsideOfAPool_theMissingVariableIsNamed() {
    assertThatThrownBy(() -> Queue.open("tasks"))
        .isInstanceOf(ChannelException.class)
        .hasMessageContaining("WORKERPOOL_URL is not set");
  }

  private static void getQuietly(Queue<?> queue) {
    try {
      queue.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Request.Take take(int index) {
    return Json.read(relay.bodies().get(index), Request.Take.class);
  }

  private static String item(String lease, String body) {
    return "{\"items\":[{\"id\":\"i\",\"lease\":\"" + lease + "\",\"deliveries\":1," + body + "}]}";
  }
}
