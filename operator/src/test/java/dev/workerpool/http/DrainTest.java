package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is told to stop: what is under way ends well, nothing new is begun. */
class DrainTest {
  private final FakeRelay relay = new FakeRelay();
  private final RelayServer server = RelayServer.of("127.0.0.1", 0, relay, new FakeCallers());
  private Http http;
  private CompletableFuture<HttpResponse<String>> poll;

  @BeforeEach
  void park() {
    relay.script = FakeRelay::park;
    server.start();
    http = new Http(server.port());
    poll = http.sendLater(http.worker("/queues/tasks/join?wait=20s").GET());
    await().until(() -> relay.futures.size() == 1);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private boolean takesNothingNew() {
    try {
      return http.send(http.request("/healthz").GET()).statusCode() == 503;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void stop_letsWhatIsUnderWayFinish_andTakesNothingNew() throws Exception {
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> server.stop(Duration.ofSeconds(30)));
    await().until(this::takesNothingNew);
    assertThat(poll).isNotDone();
    assertThat(stopped).isNotDone();
    relay.futures.get(0).complete(new Answer(new Outcome.Unfinished(0), 7));
    assertThat(poll.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void stop_endsWhatIsParked_whenItsPatienceIsOver() {
    server.stop(Duration.ofMillis(300));
    await().until(poll::isDone);
    assertThat(relay.futures.get(0)).isCancelled();
  }
}
