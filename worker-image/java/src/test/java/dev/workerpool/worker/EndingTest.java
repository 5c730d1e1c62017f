package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a JVM leaves: by a signal, in the middle of an item, and otherwise. */
@Timeout(30)
class EndingTest extends ConnectionFixture {
  @Test
  void otherEnds_giveNothingBack_theRelayLearnsTheExitCode() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1"));
    queue("q", Object.class).get();
    new Ending(connection, Duration.ofSeconds(9), () -> false).run();
    assertThat(relay.lines()).hasSize(2);
  }

  @Test
  void bySignal_itemsThatNobodyWorksOn_goBackAtOnce() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    Thread gone =
        new Thread(
            () -> {
              try {
                new JoinableQueue<>(connection, "q", Codec.of(Object.class)).get();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    gone.start();
    gone.join();
    new Ending(connection, Duration.ofSeconds(29), () -> true).run();
    assertThat(sent(2, Request.Settle.class).nack()).containsExactly("L1");
  }

  @Test
  void bySignal_theGraceIsOver_whatIsInWorkGoesBack() throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    queue("q", Object.class).lease();
    new Ending(connection, Duration.ofMillis(1), () -> true).run();
    assertThat(sent(2, Request.Settle.class).nack()).containsExactly("L1");
  }

  /** Takes an item, works until the file is there, says done, and goes for another. */
  static final class Worker {
    public static void main(String[] args) throws Exception {
      JoinableQueue<Object> tasks = JoinableQueue.open("tasks");
      while (true) {
        System.out.println("got " + tasks.get());
        while (!Files.exists(Path.of(args[0]))) {
          Thread.sleep(10);
        }
        tasks.taskDone();
      }
    }
  }

  @Test
  void sigterm_letsTheCurrentItemEnd_takesNoOther_andExitsWith143(@TempDir Path dir)
      throws Exception {
    relay.opensSession().answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    Path go = dir.resolve("go");
    java.lang.Process worker = worker(go);
    assertThat(worker.inputReader().readLine()).isEqualTo("got 1");
    worker.destroy();
    assertThat(worker.isAlive()).isTrue();
    Files.createFile(go);
    assertThat(worker.waitFor()).isEqualTo(143);
    assertThat(sent(2, Request.Settle.class).ack()).containsExactly("L1");
    assertThat(relay.lines()).hasSize(3);
  }

  /** Works on each item until the process is about to end. */
  static final class EachWorker {
    public static void main(String[] args) throws Exception {
      JoinableQueue.open("tasks")
          .each(
              item -> {
                System.out.println("got " + item);
                while (!Connection.current().isEnding()) {
                  Thread.sleep(10);
                }
                return "done";
              },
              Queue.open("results"));
    }
  }

  @Test
  void sigterm_whileEachWorks_settlesTheItem_andTakesNoOther(@TempDir Path dir) throws Exception {
    relay.answersGolden(200, "queue-reply").opensSession();
    relay.answers(200, item("L1", "\"json\":1")).answersGolden(200, "settle-reply");
    java.lang.Process worker = worker(EachWorker.class, dir);
    assertThat(worker.inputReader().readLine()).isEqualTo("got 1");
    worker.destroy();
    assertThat(worker.waitFor()).isEqualTo(143);
    assertThat(sent(3, Request.Settle.class).ack()).containsExactly("L1");
    assertThat(sent(3, Request.Settle.class).then()).hasSize(1);
    assertThat(relay.lines()).hasSize(4);
  }

  @Test
  void bySignal_eachThatWaits_settlesWhatIsDone_andNeverReturns() throws Exception {
    relay.answersGolden(200, "queue-reply").opensSession();
    relay.answers(200, item("L1", "\"json\":1"));
    Thread ending =
        new Thread(() -> new Ending(connection, Duration.ofSeconds(20), () -> true).run());
    // Served, but not answered before the signal comes.
    relay.calls(
        () -> {
          ending.start();
          await().until(connection::isEnding);
        });
    relay.answers(204, "").answers(204, ""); // the same take once more, and the settlement
    Thread worker =
        new Thread(
            () -> {
              try {
                new JoinableQueue<>(connection, "tasks", Codec.of(Object.class))
                    .each(item -> item, queue("results", Object.class));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    worker.setDaemon(true);
    worker.start();
    await().until(() -> relay.isUsedUp());
    ending.join();
    Request.Take take = sent(3, Request.Take.class);
    boolean first = relay.lines().get(4).startsWith("POST /leases");
    Request.Settle settle = sent(first ? 4 : 5, Request.Settle.class);
    assertThat(sent(first ? 5 : 4, Request.Take.class).attempt()).isEqualTo(take.attempt());
    assertThat(settle.ack()).containsExactly("L1");
    assertThat(settle.then()).isEqualTo(take.then());
    assertThat(worker.isAlive()).isTrue();
    assertThat(connection.inWork()).isEmpty();
  }

  @Test
  void heartbeatThatSaysKill_isSigkill(@TempDir Path dir) throws Exception {
    relay.answers(201, "{\"session\":\"s\",\"heartbeatSeconds\":1,\"epoch\":1,\"unknown\":[]}");
    relay.answers(200, item("L1", "\"json\":1")).answersGolden(200, "heartbeat-reply-kill");
    java.lang.Process worker = worker(dir.resolve("never"));
    assertThat(worker.waitFor()).isEqualTo(128 + 9);
    await().until(() -> relay.isUsedUp());
  }

  private java.lang.Process worker(Path go) throws IOException {
    return worker(Worker.class, go);
  }

  private java.lang.Process worker(Class<?> program, Path go) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xshare:auto",
                "-cp",
                "target/classes:target/test-classes",
                program.getName(),
                go.toString()));
    builder.environment().put("WORKERPOOL_URL", relay.target().url());
    builder.environment().put("WORKERPOOL_NAMESPACE", "ns");
    builder.environment().put("WORKERPOOL_CHANNEL", "ch");
    return builder.redirectErrorStream(true).start();
  }
}
