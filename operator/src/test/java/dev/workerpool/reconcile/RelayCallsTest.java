package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.Fixtures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayCallsTest {
  private static final WorkerPool POOL = Fixtures.pool("{replicas: 1}");
  private static final String CHANNEL = "POST /v1/namespaces/default/channels/consumers/";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private HttpServer relay;
  private String reply = "{}";
  private int status = 200;
  private RelayCalls calls;

  @BeforeEach
  void start() throws IOException {
    relay = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    relay.createContext(
        "/",
        call -> {
          String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String token = call.getRequestHeaders().getFirst("Authorization");
          asked.add(
              call.getRequestMethod() + " " + call.getRequestURI() + " " + token + " " + body);
          byte[] answer = reply.getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(status, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    relay.start();
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    calls = new RelayCalls("http://127.0.0.1:" + relay.getAddress().getPort(), token);
  }

  @AfterEach
  void stop() {
    relay.stop(0);
  }

  @Test
  void retire_answersWhoIsBusy() {
    reply = "{\"idle\": [\"a\"], \"busy\": [\"b\"]}";
    assertThat(calls.retire(POOL, List.of("a", "b"))).containsExactly("b");
    assertThat(asked).containsExactly(CHANNEL + "retire Bearer secret {\"pods\":[\"a\",\"b\"]}");
  }

  @Test
  void retire_withoutSuchAChannel_findsNobodyBusy() {
    status = 404;
    assertThat(calls.retire(POOL, List.of("a"))).isEmpty();
  }

  @Test
  void retire_withoutAnAnswer_takesAllForBusy() {
    status = 503;
    assertThat(calls.retire(POOL, List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
    relay.stop(0);
    assertThat(calls.retire(POOL, List.of("a"))).containsExactly("a");
  }

  @Test
  void kill_answersHowManySessionsWillHearOfIt() {
    reply = "{\"sessions\": 2}";
    assertThat(calls.kill(POOL, "a")).isEqualTo(2);
    assertThat(asked).containsExactly(CHANNEL + "kill Bearer secret {\"pod\":\"a\"}");
  }

  @Test
  void kill_withoutAnAnswer_isLeftToTheDeletion() {
    status = 503;
    assertThat(calls.kill(POOL, "a")).isZero();
    status = 404;
    assertThat(calls.kill(POOL, "a")).isZero();
  }
}
