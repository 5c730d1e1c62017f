package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTest {
  @TempDir Path dir;
  private ScriptedRelay relay;

  @BeforeEach
  void start() throws IOException {
    relay = new ScriptedRelay();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void token_isReadAtEachUse() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "one\n");
    HttpTransport transport = new HttpTransport(relay.target(file));
    relay.answers(200, "{}").answers(200, "{}");
    transport.exchange(Call.get("/queues"));
    Files.writeString(file, "two");
    transport.exchange(Call.get("/queues"));
    assertThat(header(0, "Authorization")).containsExactly("Bearer one");
    assertThat(header(1, "Authorization")).containsExactly("Bearer two");
  }

  @Test
  void missingTokenFile_isAnIoException_whichIsTriedAgain() {
    HttpTransport transport = new HttpTransport(relay.target(dir.resolve("none")));
    assertThatThrownBy(() -> transport.exchange(Call.get("/queues")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void highestEpochSeen_isSaidInEachRequest() throws Exception {
    HttpTransport transport = new HttpTransport(relay.target());
    relay
        .answersWith(200, "{}", Map.of("Channel-Epoch", "8"))
        .answersWith(200, "{}", Map.of("Channel-Epoch", "7"))
        .answersWith(200, "{}", Map.of("Channel-Epoch", "junk"));
    for (int i = 0; i < 3; i++) {
      transport.exchange(Call.get("/queues"));
    }
    assertThat(relay.asked().get(0).headers()).doesNotContainKey("Channel-epoch");
    assertThat(header(1, "Channel-epoch")).containsExactly("8");
    assertThat(header(2, "Channel-epoch")).containsExactly("8");
  }

  @Test
  void retryAfter_andKey_andQuery_areCarried() throws Exception {
    HttpTransport transport = new HttpTransport(relay.target());
    relay.answersWith(429, "{}", Map.of("Retry-After", "3"));
    Call call =
        Call.of("PUT", "/events/" + Target.segment("a b/ü"), null)
            .withKey("k1")
            .withQuery("after=2")
            .waiting(Duration.ofMillis(500));
    assertThat(transport.exchange(call).retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(relay.lines()).containsExactly("PUT /events/a%20b%2F%C3%BC?after=2&wait=0.5s");
    assertThat(header(0, "Idempotency-key")).containsExactly("k1");
  }

  @Test
  void certificateFileThatIsNone_isNamed() {
    Target target = new Target("https://localhost:1", "ns", "ch", null, dir.resolve("ca.pem"));
    assertThatThrownBy(() -> new HttpTransport(target)).hasMessageContaining("WORKERPOOL_CA_FILE");
  }

  @Test
  void proxysErrorPage_isAProblemToo() {
    Answer page = new Answer(502, "<html>Bad Gateway</html>", null, false);
    assertThat(page.problem().retryable()).isTrue();
    assertThat(page.problem().title()).isEqualTo("HTTP status 502");
    assertThat(new Answer(404, "", null, false).problem().retryable()).isFalse();
  }

  @Test
  void environment_isCheckedByName() {
    assertThatThrownBy(() -> Target.from(Map.of()))
        .hasMessageContaining("WORKERPOOL_URL is not set");
    assertThatThrownBy(() -> Target.from(Map.of("WORKERPOOL_URL", "relay:80")))
        .hasMessageContaining("no http or https address: relay:80");
    Map<String, String> env =
        Map.of(
            "WORKERPOOL_URL", "http://r:1/",
            "WORKERPOOL_NAMESPACE", "n",
            "WORKERPOOL_CHANNEL", "c",
            "WORKERPOOL_TOKEN_FILE", "/t",
            "WORKERPOOL_CA_FILE", "");
    assertThat(Target.from(env)).isEqualTo(new Target("http://r:1", "n", "c", Path.of("/t"), null));
  }

  private List<String> header(int index, String name) {
    return relay.asked().get(index).headers().get(name);
  }
}
