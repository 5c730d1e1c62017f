package dev.workerpool.http;

import static dev.workerpool.http.RelayServerTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real relay behind real sockets: what a worker, or a person with curl, gets to see. */
class RelayOverHttpTest {
  private RelayInTest relay;
  private Http http;
  private String session;

  @BeforeEach
  void start() {
    relay =
        new RelayInTest(
            new Declaration(
                List.of(new DeclaredQueue("tasks", 2), new DeclaredQueue("results", 0)),
                List.of("ready")));
    http = relay.http();
    session = Http.json(http.post("/sessions", "{\"nonce\":\"n1\"}")).get("session").asText();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void item_putTakenAcked_isJoined_withItsTextKept() {
    String item = "{\"z\": 1.50,\n \"a\":[1e400,\"\\u00e9\"]}";
    assertThat(http.post("/queues/results/items", items("{\"json\":" + item + "}")).statusCode())
        .isEqualTo(201);
    HttpResponse<String> taken = take("results", 0);
    assertThat(taken.body()).contains("\"json\":" + item + "}");
    String lease = Http.json(taken).at("/items/0/lease").asText();
    assertThat(http.get("/queues/results/join").body()).isEqualTo("{\"unfinished\":1}");
    assertThat(settle("ack", lease).statusCode()).isEqualTo(200);
    assertThat(http.get("/queues/results/join?wait=5").body()).isEqualTo("{\"unfinished\":0}");
  }

  @Test
  void bytes_andTextBodies_comeBackAsTheyWere() {
    http.send(
        http.worker("/queues/results/items")
            .header("Content-Type", "text/plain")
            .POST(Http.text("héllo\n")));
    http.post("/queues/results/items", items("{\"base64\":\"AAEC/w==\",\"contentType\":\"x/y\"}"));
    JsonNode items = Http.json(take("results", 0)).get("items");
    assertThat(items.at("/0/base64").asText()).isEqualTo("aMOpbGxvCg==");
    assertThat(items.at("/0/contentType").asText()).isEqualTo("text/plain");
    assertThat(items.at("/1/base64").asText()).isEqualTo("AAEC/w==");
    assertThat(items.at("/1/contentType").asText()).isEqualTo("x/y");
  }

  @Test
  void put_repeated_isDoneOnce() {
    String put = "{\"producer\":\"p\",\"seq\":1,\"items\":[{\"json\":1}]}";
    assertThat(http.post("/queues/results/items", put).statusCode()).isEqualTo(201);
    assertThat(http.post("/queues/results/items", put).body()).isEqualTo("{\"duplicate\":true}");
    HttpResponse<String> gap =
        http.post("/queues/results/items", put.replace("\"seq\":1", "\"seq\":7"));
    assertProblem(gap, 409, "sequence-gap");
    assertThat(Http.json(gap).get("expected").asLong()).isEqualTo(2);
  }

  @Test
  void put_intoAFullQueue_waitsForATake() {
    http.post("/queues/tasks/items", items("{\"json\":1}", "{\"json\":2}"));
    CompletableFuture<HttpResponse<String>> third =
        http.sendLater(
            http.worker("/queues/tasks/items?wait=20s").POST(Http.text(items("{\"json\":3}"))));
    assertProblem(http.post("/queues/tasks/items", items("{\"json\":4}")), 429, "queue-full");
    take("tasks", 0);
    assertThat(third.join().statusCode()).isEqualTo(201);
  }

  @Test
  void take_ofAnEmptyQueue_waitsForAPut() {
    CompletableFuture<HttpResponse<String>> taken =
        http.sendLater(
            http.worker("/queues/tasks/leases?wait=20s").POST(Http.text(takeMessage("a1"))));
    http.post("/queues/tasks/items", items("{\"json\":1}"));
    assertThat(taken.join().statusCode()).isEqualTo(200);
    assertThat(take("tasks", 0).statusCode()).isEqualTo(204);
  }

  @Test
  void taskDone_moreOftenThanTaken_isSurplus() {
    http.post("/queues/tasks/items", items("{\"json\":1}"));
    take("tasks", 0);
    assertThat(taskDone("k1").statusCode()).isEqualTo(200);
    assertThat(taskDone("k1").statusCode()).isEqualTo(200);
    assertProblem(taskDone("k2"), 409, "surplus-task-done");
  }

  @Test
  void closedQueue_refusesPuts_andDrains() {
    http.post("/queues/tasks/items", items("{\"json\":1}"));
    HttpResponse<String> closed = http.post("/queues/tasks/close", "{\"mode\":\"Drain\"}");
    assertThat(Http.json(closed).get("closed").asText()).isEqualTo("Drain");
    assertProblem(http.post("/queues/tasks/items", items("{\"json\":2}")), 410, "closed");
    assertThat(take("tasks", 0).statusCode()).isEqualTo(200);
    assertProblem(take("tasks", 5), 410, "closed");
  }

  @Test
  void queueMadeAtRunTime_isThere_andPurgeEmptiesIt() {
    assertThat(put("/queues/mine", "{\"maxSize\":5}").statusCode()).isEqualTo(201);
    assertThat(put("/queues/mine", "{\"maxSize\":5}").statusCode()).isEqualTo(200);
    assertProblem(put("/queues/mine", "{\"maxSize\":6}"), 409, "exists-differently");
    http.post("/queues/mine/items", items("{\"json\":1}", "{\"json\":2}"));
    assertThat(Http.json(http.get("/queues/mine/items?peek=1")).get("items")).hasSize(1);
    assertThat(http.post("/queues/mine/purge", "").body()).isEqualTo("{\"purged\":2}");
  }

  @Test
  void event_setWhileSomebodyWaits_wakesHim() {
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendLater(http.worker("/events/ready?wait=20s").GET());
    assertThat(put("/events/ready", "").body())
        .isEqualTo("{\"name\":\"ready\",\"set\":true,\"count\":1}");
    assertThat(Http.json(waiting.join()).get("set").asBoolean()).isTrue();
    HttpResponse<String> cleared = http.send(http.worker("/events/ready").DELETE());
    assertThat(Http.json(cleared).get("set").asBoolean()).isFalse();
    assertThat(Http.json(http.get("/events/ready?after=0")).get("count").asLong()).isEqualTo(1);
    assertThat(http.post("/events/other", "").statusCode()).isEqualTo(201);
  }

  @Test
  void session_closed_givesBackWhatItHeld() {
    http.post("/queues/tasks/items", items("{\"json\":1}"));
    take("tasks", 0);
    assertThat(http.send(http.worker("/sessions/" + session).DELETE()).statusCode()).isEqualTo(204);
    assertProblem(take("tasks", 0), 404, "session-unknown");
    assertThat(Http.json(http.get("/queues/tasks")).get("ready").asLong()).isEqualTo(1);
  }

  @Test
  void strangersLease_isLost() {
    HttpResponse<String> lost = settle("ack", "nosuch");
    assertProblem(lost, 409, "lease-lost");
    assertThat(Http.json(lost).at("/leases/0").asText()).isEqualTo("nosuch");
  }

  @Test
  void badInput_changesNothing() {
    http.post("/queues/tasks/items", items("{\"json\":\"kept\"}"));
    String before = relay.stored();
    String big = "x".repeat(300 * 1024);
    assertProblem(
        http.post("/queues/results/items", items("{\"json\":\"" + big + "\"}")), 413, "too-large");
    assertProblem(
        http.send(
            http.worker("/queues/results/items")
                .POST(BodyPublishers.ofByteArray(new byte[2 << 20]))),
        413,
        "too-large");
    assertProblem(http.post("/queues/nosuch/items", items("{\"json\":1}")), 404, "not-found");
    assertProblem(http.post("/queues/results/items", "{\"items\":[{"), 400, "malformed");
    assertProblem(http.post("/queues/results/items", items()), 400, "malformed");
    assertProblem(
        http.post("/queues/tasks/items", items("{\"json\":1}", "{\"json\":2}", "{\"json\":3}")),
        400,
        "batch-too-large");
    assertProblem(
        http.send(
            http.request(Http.BASE + "/queues/tasks/items")
                .header("Authorization", "Bearer others/pod-2")
                .POST(Http.text(items("{\"json\":1}")))),
        403,
        "forbidden");
    assertProblem(
        http.send(
            http.request("/v1/namespaces/default/channels/nosuch/queues")
                .header("Authorization", "Bearer operator")
                .GET()),
        404,
        "not-found");
    assertThat(relay.stored()).isEqualTo(before);
  }

  @Test
  void operator_watches_andMetricsTellTheSame() {
    http.post("/queues/tasks/items", items("{\"json\":1}"));
    HttpResponse<String> first =
        http.send(http.request("/v1/watch").header("Authorization", "Bearer operator").GET());
    assertThat(first.body()).contains("\"channel\":\"consumers\"").contains("\"epoch\":1");
    assertThat(http.send(http.request("/metrics").GET()).body())
        .contains(
            "workerpool_queue_ready_items{channel=\"consumers\",namespace=\"default\","
                + "queue=\"tasks\"} 1.0")
        .contains("workerpool_queue_dead_items{")
        .contains("workerpool_queue_delayed_items{")
        .contains("workerpool_queue_oldest_age_seconds{")
        .contains("workerpool_relay_requests_seconds_count{method=\"POST\"");
    relay.gone();
    assertThat(http.send(http.request("/metrics").GET()).body())
        .doesNotContain("channel=\"consumers\"");
  }

  private static String items(String... items) {
    return "{\"items\":[" + String.join(",", items) + "]}";
  }

  private String takeMessage(String attempt) {
    return "{\"session\":\"%s\",\"max\":10,\"attempt\":\"%s\"}".formatted(session, attempt);
  }

  private HttpResponse<String> take(String queue, int seconds) {
    String path = "/queues/" + queue + "/leases?wait=" + seconds;
    return http.post(path, takeMessage(UUID.randomUUID().toString()));
  }

  @Test
  void farewellOfAWaitThatNeverCame_isNotFound_alsoWhenRepeated() {
    put("/semaphores/guard", "{\"kind\":\"Lock\"}");
    put("/conditions/changed", "{\"lock\":\"guard\"}");
    String path = "/conditions/changed/waiters/a?session=" + session;
    for (int i = 0; i < 2; i++) {
      assertProblem(http.send(http.worker(path).DELETE()), 404, "not-found");
    }
  }

  private HttpResponse<String> settle(String how, String lease) {
    return http.post(
        "/leases", "{\"session\":\"%s\",\"%s\":[\"%s\"]}".formatted(session, how, lease));
  }

  private HttpResponse<String> taskDone(String key) {
    return http.post(
        "/queues/tasks/task-done", "{\"session\":\"%s\",\"key\":\"%s\"}".formatted(session, key));
  }

  private HttpResponse<String> put(String path, String body) {
    return http.send(http.worker(path).PUT(Http.text(body)));
  }
}
