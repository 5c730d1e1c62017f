package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats: what is held is said again and again, and what the relay disowns is forgotten. */
class SessionTest {
  private ScriptedRelay relay;
  private Session session;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger killed = new AtomicInteger();

  @BeforeEach
  void connect() throws IOException {
    relay = new ScriptedRelay();
    Retries retries =
        new Retries(
            new HttpTransport(relay.target()), relay.time, Duration.ofMinutes(1), relay.log::add);
    session = new Session(retries, "nonce-1", opened::incrementAndGet, killed::incrementAndGet);
  }

  @AfterEach
  void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  @Test
  void heartbeat_withoutSession_saysNothing() throws Exception {
    session.heartbeat();
    assertThat(relay.asked()).isEmpty();
  }

  @Test
  void heartbeat_listsWhatIsHeld_andForgetsWhatIsUnknown() throws Exception {
    relay.opensSession().answersGolden(200, "heartbeat-reply").answers(200, "{\"unknown\":[]}");
    session.id();
    hold("7-12", "7-13");
    session.heartbeat();
    session.heartbeat();
    assertThat(relay.lines().get(1)).isEqualTo("POST /sessions/s-7-3/heartbeat");
    assertThat(relay.bodies().get(1)).isEqualTo(ScriptedRelay.golden("heartbeat-request"));
    assertThat(relay.bodies().get(2)).isEqualTo("{\"held\":[\"7-12\"]}");
  }

  @Test
  void forgottenSession_isMadeAgainByTheHeartbeat_andLostLeasesDropped() throws Exception {
    relay
        .opensSession()
        .refuses(404, "session-unknown")
        .answersGolden(201, "session-reply-unknown")
        .answers(200, "{\"unknown\":[]}");
    session.id();
    hold("7-12", "7-13");
    session.heartbeat();
    session.heartbeat();
    assertThat(relay.bodies().get(2)).contains("\"lease\":\"7-12\"", "\"lease\":\"7-13\"");
    assertThat(relay.lines().get(3)).isEqualTo("POST /sessions/s-8-1/heartbeat");
    assertThat(relay.bodies().get(3)).isEqualTo("{\"held\":[\"7-13\"]}");
    assertThat(opened).hasValue(1);
  }

  @Test
  void silentRelay_orNonsense_isToldNextTime() throws Exception {
    relay.opensSession().loses().answers(200, "<html>").refuses(503, "recovering");
    session.id();
    session.heartbeat();
    session.heartbeat();
    session.heartbeat();
    assertThat(session.beat()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void staleSession_isReplacedOnce_byWhoeverComesFirst() throws Exception {
    relay.opensSession().answersGolden(201, "session-reply-unknown");
    String stale = session.id();
    assertThat(session.openInsteadOf(stale)).isEqualTo("s-8-1");
    assertThat(session.openInsteadOf(stale)).isEqualTo("s-8-1");
  }

  @Test
  void heartbeat_thatSaysKill_endsTheProcess() throws Exception {
    relay.opensSession().answersGolden(200, "heartbeat-reply");
    relay.answersGolden(200, "heartbeat-reply-kill");
    session.id();
    session.heartbeat();
    assertThat(killed).hasValue(0);
    session.heartbeat();
    assertThat(killed).hasValue(1);
  }

  private void hold(String... leases) {
    for (String lease : leases) {
      session.hold("tasks", List.of(new Reply.Item("id-" + lease, lease, 1, "", 1, null, null)));
    }
  }
}
