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

  @Test
  void heartbeatThatSaysKill_isSigkill(@TempDir Path dir) throws Exception {
    relay.answers(201, "{\"session\":\"s\",\"heartbeatSeconds\":1,\"epoch\":1,\"unknown\":[]}");
    relay.answers(200, item("L1", "\"json\":1")).answersGolden(200, "heartbeat-reply-kill");
    java.lang.Process worker = worker(dir.resolve("never"));
    assertThat(worker.waitFor()).isEqualTo(128 + 9);
    await().until(() -> relay.isUsedUp());
  }

  private java.lang.Process worker(Path go) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xshare:auto",
                "-cp",
                "target/classes:target/test-classes",
                Worker.class.getName(),
                go.toString()));
    builder.environment().put("WORKERPOOL_URL", relay.target().url());
    builder.environment().put("WORKERPOOL_NAMESPACE", "ns");
    builder.environment().put("WORKERPOOL_CHANNEL", "ch");
    return builder.redirectErrorStream(true).start();
  }
}
