package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.CloseMode;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Declaration.DeclaredQueue;
import dev.workerpool.channel.Order;
import dev.workerpool.channel.PrimitiveId;
import dev.workerpool.channel.PrimitiveKind;
import dev.workerpool.channel.PrimitiveRules;
import dev.workerpool.channel.QueueRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of {@code bad-requests.md}, which {@code docs/channel.md} shows, is sent to a real
 * relay: status and type are as it says, and what is stored stays byte for byte as it was.
 */
class BadRequestsTest {
  private static final Declaration DECLARED =
      new Declaration(
          List.of(
              new DeclaredQueue("tasks", 2),
              new DeclaredQueue("open", 0),
              new DeclaredQueue("held", 0),
              new DeclaredQueue("ranked", new QueueRules(0, Order.PRIORITY, 5, 0), null),
              new DeclaredQueue("shut", QueueRules.ofSize(0), CloseMode.DRAIN)),
          List.of("ready"),
          Map.of(
              PrimitiveId.semaphore("guard"), PrimitiveRules.of(PrimitiveKind.LOCK, 1),
              PrimitiveId.semaphore("slots"), PrimitiveRules.of(PrimitiveKind.BOUNDED_SEMAPHORE, 2),
              PrimitiveId.condition("changed"), PrimitiveRules.condition("guard"),
              PrimitiveId.barrier("broken"), PrimitiveRules.of(PrimitiveKind.BARRIER, 2)));

  private static final Map<String, String> TOKENS =
      Map.of(
          "worker", "consumers/pod-1",
          "stranger", "x",
          "somebody without a pool", "foreign",
          "another pool's worker", "other/pod-2");

  private static RelayInTest relay;
  private static String session;
  private static String others;
  private static String lease;

  /** A row: what is sent, by whom, and what comes back. */
  record Row(String request, String by, String body, int status, String type) {
    static Row of(String line) {
      String[] cells = line.substring(2).split(" *\\| ?", -1);
      return new Row(
          cells[0].replace("`", ""),
          cells[1],
          cells[2].replace("`", ""),
          Integer.parseInt(cells[3]),
          cells[4].replace("`", ""));
    }
  }

  @BeforeAll
  static void start() {
    relay = new RelayInTest(DECLARED);
    session = open("consumers/pod-1");
    others = open("consumers/pod-9");
    put("tasks", "{\"items\":[{\"json\":1},{\"json\":2}]}");
    put("held", "{\"items\":[{\"json\":1}]}");
    relay.as("consumers/pod-9", "PUT", "/queues/scratch", "{}");
    put("scratch", "{\"items\":[{\"json\":1}]}");
    lease = take("held");
    take("scratch");
    relay.as("consumers/pod-9", "POST", "/barriers/broken/abort", "");
  }

  private static void put(String queue, String body) {
    HttpResponse<String> done =
        relay.as("consumers/pod-9", "POST", "/queues/" + queue + "/items", body);
    assertThat(done.statusCode()).isEqualTo(201);
  }

  private static String take(String queue) {
    String body = "{\"session\":\"" + others + "\",\"max\":1,\"attempt\":\"" + queue + "\"}";
    HttpResponse<String> taken =
        relay.as("consumers/pod-9", "POST", "/queues/" + queue + "/leases", body);
    return Http.json(taken).at("/items/0/lease").asText();
  }

  private static String open(String token) {
    return Http.json(relay.as(token, "POST", "/sessions", "{\"nonce\":\"n\"}"))
        .get("session")
        .asText();
  }

  @AfterAll
  static void stop() {
    relay.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void badRequest_isRefusedAndChangesNothing(Row row) {
    String before = relay.stored();
    String[] request = filled(row.request()).split(" ");
    String token = TOKENS.get(row.by());
    HttpResponse<String> answer =
        relay.as(token, request[0], request[1], filled(bodyOf(row.body())));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(row.status());
    assertThat(Http.json(answer).get("type").asText())
        .isEqualTo("https://workerpool.dev/problems/" + row.type());
    assertThat(relay.stored()).isEqualTo(before);
  }

  private static String filled(String text) {
    return text.replace("SESSION", session).replace("OTHERS", others).replace("LEASE", lease);
  }

  private static String bodyOf(String body) {
    switch (body) {
      case "1001 items":
        return "{\"items\":[" + String.join(",", Collections.nCopies(1001, "{\"json\":1}")) + "]}";
      case "an item of 300 KiB":
        return "{\"items\":[{\"json\":\"" + "x".repeat(300 * 1024) + "\"}]}";
      case "a body of 800 KiB":
        return "x".repeat(800 * 1024);
      default:
        return body;
    }
  }

  @Test
  void documentation_showsTheTable() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "channel.md"))).contains(table());
  }

  @Test
  void everyProblemOfAChannel_hasARow() throws IOException {
    List<String> types = rows().stream().map(Row::type).distinct().toList();
    List<String> elsewhere =
        // Too much at once, an ill-timed relay, a slow client, a bug: not by a bad request.
        List.of(
            "overloaded",
            "not-leader",
            "recovering",
            "outcome-unknown",
            "byte-quota",
            "too-slow",
            "internal");
    for (ProblemType type : ProblemType.values()) {
      assertThat(types.contains(type.name) || elsewhere.contains(type.name)).as(type.name).isTrue();
    }
  }

  static List<Row> rows() throws IOException {
    return table().lines().skip(2).map(Row::of).toList();
  }

  private static String table() throws IOException {
    try (InputStream in = BadRequestsTest.class.getResourceAsStream("bad-requests.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
