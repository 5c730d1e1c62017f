package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayWatchTest {
  private static final String UID = "3fa9c1de-1111-2222-3333-444455556666";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private final List<String> woken = new ArrayList<>();
  private HttpServer relay;
  private String reply;
  private int status = 200;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private RelayWatch watch;

  @BeforeEach
  void start() throws IOException {
    reply = Files.readString(Path.of("..", "worker-image", "wire", "watch-reply.json"));
    relay = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    relay.createContext(
        "/v1/watch",
        call -> {
          asked.add(
              call.getRequestURI().getQuery()
                  + " "
                  + call.getRequestHeaders().getFirst("Authorization"));
          byte[] body = reply.getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(status, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    relay.start();
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    String url = "http://127.0.0.1:" + relay.getAddress().getPort();
    watch = new RelayWatch(url, token, clock());
    watch.onChange((namespace, name) -> woken.add(namespace + "/" + name));
  }

  @AfterEach
  void stop() {
    relay.stop(0);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void poll_learnsFiguresAndWakesThePools() {
    assertThat(watch.poll()).isTrue();

    var view = watch.of(UID);
    assertThat(view.known()).isTrue();
    assertThat(view.epoch()).isEqualTo(7);
    assertThat(view.queues().get(0).ready()).isEqualTo(3);
    assertThat(view.queues().get(0).oldestSince()).isEqualTo("2026-11-22T15:04:05Z");
    assertThat(view.events().get(0).set()).isTrue();
    assertThat(watch.of("9c1de3fa-1111-2222-3333-444455556666").problemReason())
        .isEqualTo("NameTaken");
    assertThat(woken).containsExactly("default/consumers", "default/other");
  }

  @Test
  void poll_sendsTheCursorAndTheTokenOfTheMoment() throws IOException {
    watch.poll();
    Files.writeString(folder.resolve("token"), "second");
    watch.poll();

    assertThat(asked)
        .containsExactly("after=&wait=20s Bearer first", "after=7.41&wait=20s Bearer second");
    assertThat(woken).as("nothing changed the second time").hasSize(2);
  }

  @Test
  void gone_isForgotten() {
    watch.poll();
    reply = reply.replace("\"gone\":false", "\"gone\":true");
    watch.poll();

    assertThat(watch.of(UID).known()).isFalse();
  }

  @Test
  void silence_isSaidAfterAWhileOnly() {
    watch.poll();
    status = 503;
    assertThat(watch.poll()).isFalse();
    assertThat(watch.of(UID).known()).isTrue();

    now = now.plus(Duration.ofSeconds(31));
    assertThat(watch.of(UID).problemReason()).isEqualTo("RelayUnreachable");
    assertThat(watch.of(UID).problemMessage()).contains("503");
  }

  @Test
  void nonsense_isAFailureAndNotTheEnd() {
    reply = "{";
    assertThat(watch.poll()).isFalse();
  }
}
