package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.Submission;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server makes of requests and outcomes; the relay behind it is a fake. */
class RelayServerTest {
  private final FakeRelay relay = new FakeRelay();
  private final RelayServer server = RelayServer.of("127.0.0.1", 0, relay, new FakeCallers());
  private Http http;

  @BeforeEach
  void start() {
    server.start();
    http = new Http(server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void overloaded_saysWhenToComeAgain() {
    relay.script = s -> new Outcome.Overloaded("The budget is spent.", 17);
    HttpResponse<String> response = http.post("/queues/tasks/items", "{\"items\":[{\"json\":1}]}");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("17");
  }

  @Test
  void put_ofABatch_isSubmittedWithEverythingTheCallerSaid() {
    relay.script = s -> new Outcome.Stored(false);
    HttpResponse<String> response =
        http.send(
            http.worker("/queues/tasks/items?wait=2.5s")
                .header("Channel-Epoch", "6")
                .POST(
                    Http.text(
                        "{\"producer\":\"p\",\"seq\":4,\"items\":[{\"json\":{\"b\":1.50, \"a\":[]}},"
                            + "{\"base64\":\"AAEC/w==\",\"contentType\":\"image/png\"}]}")));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{\"duplicate\":false}");
    assertThat(response.headers().firstValue("Channel-Epoch")).contains("7");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(relay.only())
        .isEqualTo(
            new Submission(
                new ChannelRef("default", "consumers"),
                new Caller.Worker("default", "consumers", "consumers", "pod-1"),
                new Operation.Put(
                    "tasks",
                    new Operation.Sequence("p", 4),
                    List.of(
                        Body.json("{\"b\":1.50, \"a\":[]}"), Body.base64("AAEC/w==", "image/png"))),
                Duration.ofMillis(2500),
                6));
  }

  @Test
  void put_ofATextBody_isOneItemWithItsContentType() {
    relay.script = s -> new Outcome.Stored(true);
    HttpResponse<String> response =
        http.send(
            http.worker("/queues/tasks/items")
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Idempotency-Key", "k1")
                .POST(Http.text("héllo")));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(relay.only().operation())
        .isEqualTo(
            new Operation.Put(
                "tasks",
                new Operation.Key("k1"),
                List.of(Body.base64("aMOpbGxv", "text/plain; charset=utf-8"))));
  }

  @Test
  void take_ofWhatIsThere_answersItemsAsTheyWerePut() {
    Instant at = Instant.parse("2026-11-22T15:04:05Z");
    relay.script =
        s ->
            new Outcome.Taken(
                List.of(
                    new Delivery("tasks/p:1", "7-1", 1, at, Body.json("{\"b\":1.50, \"a\":2}"))));
    HttpResponse<String> response =
        http.post(
            "/queues/tasks/leases?wait=20s",
            "{\"session\":\"s\",\"max\":1,\"attempt\":\"a\",\"handle\":\"h\",\"ack\":[\"7-0\"]}");
    assertThat(response.body())
        .isEqualTo(
            "{\"items\":[{\"id\":\"tasks/p:1\",\"lease\":\"7-1\",\"deliveries\":1,"
                + "\"enqueuedAt\":\"2026-11-22T15:04:05Z\",\"json\":{\"b\":1.50, \"a\":2}}]}");
    assertThat(relay.only().operation())
        .isEqualTo(new Operation.Take("tasks", "s", 1, "a", "h", List.of("7-0")));
    assertThat(relay.only().patience()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void take_ofNothing_is204WithoutBody() {
    relay.script = s -> new Outcome.Empty();
    HttpResponse<String> response =
        http.post("/queues/q/leases", "{\"session\":\"s\",\"max\":1,\"attempt\":\"a\"}");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Channel-Epoch")).contains("7");
  }

  @Test
  void leaseLost_namesTheLeasesAndThoseGone() {
    relay.script = s -> new Outcome.LeaseLost(List.of("7-14", "7-15"), List.of("7-15"));
    HttpResponse<String> response = http.post("/leases", "{\"session\":\"s\",\"ack\":[\"7-14\"]}");
    assertProblem(response, 409, "lease-lost");
    assertThat(response.body())
        .contains("\"leases\":[\"7-14\",\"7-15\"],\"gone\":[\"7-15\"]")
        .contains("\"retryable\":false");
  }

  @Test
  void notLeader_isRetryableWithEpochAndRetryAfter() {
    relay.script = s -> new Outcome.NotLeader("another relay serves");
    relay.epoch = 8;
    HttpResponse<String> response = http.get("/queues");
    assertProblem(response, 503, "not-leader");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(Http.json(response).get("epoch").asLong()).isEqualTo(8);
    assertThat(Http.json(response).get("retryable").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.5,500", "20s,20000", "0,0", "30,30000", "1.25s,1250"})
  void wait_inSeconds_isThePatience(String wait, long millis) {
    http.get("/queues/q/join?wait=" + wait);
    assertThat(relay.only().patience()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void parkedPolls_moreThanThreads_allAnswerWhenTheRelayDoes() {
    relay.script = FakeRelay::park;
    List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      polls.add(http.sendLater(http.worker("/queues/q/join?wait=30s").GET()));
    }
    await().until(() -> relay.futures.size() == 300);
    relay.script = s -> new Outcome.Unfinished(3);
    assertThat(http.get("/queues/q/join").body()).isEqualTo("{\"unfinished\":3}");
    relay.futures.forEach(f -> f.complete(new Answer(new Outcome.Unfinished(0), 7)));
    assertThat(polls)
        .allSatisfy(poll -> assertThat(poll.join().body()).isEqualTo("{\"unfinished\":0}"));
  }

  @Test
  void stop_whileAnAnswerIsUnderWay_letsItFinish() {
    relay.script = FakeRelay::park;
    CompletableFuture<HttpResponse<String>> poll =
        http.sendLater(http.worker("/queues/q/join?wait=30s").GET());
    await().until(() -> relay.futures.size() == 1);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> server.stop(Duration.ofSeconds(10)));
    relay.futures.get(0).complete(new Answer(new Outcome.NotLeader("stopping"), 7));
    assertThat(poll.join().statusCode()).isEqualTo(503);
    stopped.join();
  }

  @Test
  void watch_ofARelayThatStandsBy_isNotLeader_andTheConnectionIsClosed() {
    relay.serving = false;
    HttpResponse<String> response =
        http.send(http.request("/v1/watch").header("Authorization", "Bearer operator").GET());
    assertProblem(response, 503, "not-leader");
    assertThat(response.headers().firstValue("Connection")).contains("close");
  }

  @Test
  void probesAndDocument_withoutToken_answer() {
    for (String path : List.of("/healthz", "/readyz", "/metrics", "/openapi.yaml")) {
      assertThat(http.send(http.request(path).GET()).statusCode()).as(path).isEqualTo(200);
    }
  }

  static void assertProblem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Http.json(response).get("type").asText())
        .isEqualTo("https://workerpool.dev/problems/" + name);
    assertThat(Http.json(response).get("status").asInt()).isEqualTo(status);
    assertThat(Http.json(response).get("detail").asText()).isNotBlank();
  }
}
