package dev.workerpool.http;

import static dev.workerpool.http.RelayServerTest.assertProblem;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bad request gets a problem that names it, and none reaches the relay. */
class BadInputTest {
  private final FakeRelay relay = new FakeRelay();
  private final RelayServer server = RelayServer.of("127.0.0.1", 0, relay, new FakeCallers());
  private Http http;

  @BeforeEach
  void start() {
    server.start();
    http = new Http(server.port());
  }

  @AfterEach
  void nothingReachedTheRelay() {
    server.close();
    assertThat(relay.submissions).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST   | /queues/q/items          | {\"items\":[{\"json\":  | not JSON",
        "POST   | /queues/q/items          | [1,2]                   | PutRequest",
        "POST   | /queues/q/items          | {\"items\":7}           | items: ",
        "POST   | /queues/q/items          | {\"items\":[{\"base64\":\"%\"}]} | items.base64: ",
        "POST   | /queues/q/items?wait=-1  | {\"items\":[]}          | wait: ",
        "POST   | /queues/q/items?wait=31s | {\"items\":[]}          | at most 30s",
        "POST   | /queues/q/items?wait=1e9 | {\"items\":[]}          | wait: ",
        "POST   | /queues/q/leases         | {\"session\":\"s\",\"attempt\":\"a\"} | max: ",
        "POST   | /queues/q/leases | {\"session\":\"s\",\"attempt\":\"a\",\"max\":\"1\"} | max: ",
        "POST   | /queues/q/close          | {\"mode\":\"drain\"}    | Drain or Immediate",
        "POST   | /queues/q/task-done      | {\"session\":\"s\"}     | key: is required",
        "PUT    | /queues/q                | {\"maxSize\":-1}        | maxSize: ",
        "PUT    | /queues/q                | {\"maxSize\":1.5}       | maxSize: ",
        "PUT    | /queues/q                | {\"maxSize\":99999999999} | maxSize: ",
        "GET    | /queues/q/items?peek=0   |                         | peek: ",
        "GET    | /events/e?after=x        |                         | after: ",
        "POST   | /sessions                | {}                      | nonce: is required",
        "POST   | /sessions/s/heartbeat    | {}                      | held: is required",
      })
  void malformed_isSaid(String method, String path, String body, String detail) {
    HttpResponse<String> response =
        http.send(http.worker(path).method(method, Http.text(body == null ? "" : body)));
    assertProblem(response, 400, "malformed");
    assertThat(Http.json(response).get("detail").asText()).contains(detail);
  }

  @Test
  void body_thatIsNotUtf8_isMalformed() {
    byte[] latin1 = {'{', '"', (byte) 0xe9, '"', ':', '1', '}'};
    assertProblem(
        http.send(http.worker("/queues/q/items").POST(BodyPublishers.ofByteArray(latin1))),
        400,
        "malformed");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nosuch",
    "GET, /v1/namespaces/default/channels/consumers",
    "GET, /v1/namespaces/default/channels/consumers/queues/",
    "GET, /v1/namespaces/default/channels/consumers/queues/q/nosuch",
    "GET, /",
  })
  void unknownPath_is404(String method, String path) {
    assertProblem(
        http.send(http.request(path).method(method, BodyPublishers.noBody())), 404, "not-found");
  }

  @Test
  void wrongMethod_is405AndNamesTheRightOnes() {
    HttpResponse<String> response =
        http.send(http.worker("/queues/q/items").method("PATCH", Http.text("{}")));
    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
  }

  @Test
  void noToken_is401() {
    HttpResponse<String> response = http.send(http.request(Http.BASE + "/queues").GET());
    assertProblem(response, 401, "unauthenticated");
    assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void wrongToken_is401() {
    assertProblem(
        http.send(http.request(Http.BASE + "/queues").header("Authorization", "Bearer x").GET()),
        401,
        "unauthenticated");
  }

  @Test
  void anotherPoolsChannel_is403() {
    assertProblem(
        http.send(
            http.request(Http.BASE + "/queues")
                .header("Authorization", "Bearer other/pod-2")
                .GET()),
        403,
        "forbidden");
  }

  @Test
  void somebodyWithoutPool_is403() {
    assertProblem(
        http.send(
            http.request(Http.BASE + "/queues").header("Authorization", "Bearer foreign").GET()),
        403,
        "forbidden");
  }

  @Test
  void watch_byAWorker_is403() {
    assertProblem(
        http.send(
            http.request("/v1/watch").header("Authorization", "Bearer consumers/pod-1").GET()),
        403,
        "forbidden");
  }

  @Test
  void bodyOf2Mb_is413() {
    String body = "{\"items\":[{\"json\":\"" + "x".repeat(2 << 20) + "\"}]}";
    assertProblem(http.post("/queues/q/items", body), 413, "too-large");
  }

  @Test
  void bodyOf2MbOfUnknownLength_is413() {
    byte[] body = "x".repeat(2 << 20).getBytes(US_ASCII);
    assertProblem(
        http.send(
            http.worker("/queues/q/items")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))),
        413,
        "too-large");
  }

  @Test
  void bodyOf2MbWithoutToken_is401() {
    assertProblem(
        http.send(http.request(Http.BASE + "/leases").POST(Http.text("x".repeat(2 << 20)))),
        401,
        "unauthenticated");
  }

  @Test
  void announcedGigabyte_isRefusedBeforeItIsSent() throws IOException {
    String head =
        "POST "
            + Http.BASE
            + "/queues/q/items HTTP/1.1\r\nHost: x\r\n"
            + "Authorization: Bearer consumers/p\r\nContent-Length: 1000000000\r\n\r\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 413 ").contains("problems/too-large");
  }

  @Test
  void whatIsNoHttp_isAProblemToo() throws IOException {
    assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("problems/malformed");
  }

  @Test
  void hugeHeader_isAProblemToo() throws IOException {
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("problems/malformed");
  }

  @Test
  void slowSenders_moreThanThreads_hinderNobody() throws IOException {
    Socket[] slow = new Socket[100];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = new Socket("127.0.0.1", server.port());
        String head =
            "POST "
                + Http.BASE
                + "/leases HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer consumers/p\r\nContent-Length: 1000\r\n\r\n{";
        slow[i].getOutputStream().write(head.getBytes(US_ASCII));
      }
      assertThat(http.send(http.request("/healthz").GET()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  /** Sends that text and reads what comes back until the first part of the body is there. */
  private String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      byte[] part = new byte[4096];
      for (int n = in.read(part); n > 0; n = in.read(part)) {
        answer.append(new String(part, 0, n, US_ASCII));
        if (answer.toString().contains("}")) {
          break;
        }
      }
      return answer.toString();
    }
  }
}
