package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Locks, semaphores, conditions and barriers: what is asked, and what lost replies leave. */
class SemaphoresTest extends ChannelFixture {
  @Test
  void acquire_keepsItsAttempt_untilItIsGranted() throws Exception {
    relay.opensSession().answersAfter(Duration.ofSeconds(20), 204, "").loses();
    relay.answersGolden(200, "acquire-reply");
    assertThat(channel.semaphores().acquire("guard", never())).isEqualTo("41");
    assertThat(relay.lines().get(1)).isEqualTo("POST /semaphores/guard/acquire?wait=20.0s");
    assertThat(relay.bodies().subList(1, 4)).containsOnly(relay.bodies().get(1));
  }

  @Test
  void acquire_notInTime_isNull() throws Exception {
    relay.opensSession().answers(204, "");
    assertThat(channel.semaphores().acquire("guard", in(Duration.ZERO))).isNull();
    channel.awaitCertainty();
  }

  @Test
  void release_keepsItsKey_alsoInANewSession() throws Exception {
    relay.opensSession().loses().refuses(404, "session-unknown");
    relay.answersGolden(201, "session-reply-unknown").answersGolden(200, "release-reply");
    relay.refuses(409, "surplus-release");
    channel.semaphores().release("guard", "41");
    Request.Release first = sent(1, Request.Release.class);
    assertThat(sent(4, Request.Release.class))
        .isEqualTo(new Request.Release("s-8-1", "41", first.key()));
    assertThatThrownBy(() -> channel.semaphores().release("guard", null))
        .hasMessageContaining("Released too many times");
  }

  @Test
  void making_andReading() throws Exception {
    relay.answersGolden(201, "semaphore-reply").answersGolden(200, "semaphore-reply");
    relay.answersGolden(201, "condition-reply").answersGolden(201, "barrier-reply");
    channel.semaphores().make("slots", "BoundedSemaphore", 3);
    assertThat(channel.semaphores().read("slots").holders()).hasSize(2);
    channel.conditions().make("changed", "guard");
    channel.barriers().make("start", 4);
    assertThat(relay.bodies().get(0)).isEqualTo(ScriptedRelay.golden("semaphore-make-request"));
    assertThat(relay.bodies().get(2)).isEqualTo(ScriptedRelay.golden("condition-make-request"));
    assertThat(relay.bodies().get(3)).isEqualTo(ScriptedRelay.golden("barrier-make-request"));
    assertThat(relay.lines())
        .containsExactly(
            "PUT /semaphores/slots",
            "GET /semaphores/slots",
            "PUT /conditions/changed",
            "PUT /barriers/start");
  }

  @Test
  void condition_isWaitedForUnderOneAttempt() throws Exception {
    relay.opensSession().answersAfter(Duration.ofSeconds(20), 204, "");
    relay.answersGolden(200, "condition-wait-reply");
    assertThat(channel.conditions().waiting("changed", "42").await(never())).isTrue();
    assertThat(sent(2, Request.WaitCondition.class))
        .isEqualTo(sent(1, Request.WaitCondition.class));
    assertThat(sent(1, Request.WaitCondition.class).grant()).isEqualTo("42");
  }

  @Test
  void condition_thatIsGivenUp_isLeft_unlessItCameInTheLastMoment() throws Exception {
    for (boolean came : new boolean[] {false, true}) {
      if (!came) {
        relay.opensSession();
      }
      relay.answers(204, "").answers(200, "{\"notified\":" + came + "}");
      assertThat(channel.conditions().waiting("changed", "42").await(in(Duration.ZERO)))
          .isEqualTo(came);
    }
    String attempt = sent(1, Request.WaitCondition.class).attempt();
    assertThat(relay.lines().get(2))
        .isEqualTo("DELETE /conditions/changed/waiters/" + attempt + "?session=s-7-3");
  }

  @Test
  void condition_thatIsInterrupted_isLeft() throws Exception {
    relay.opensSession().interrupts(Thread.currentThread()).answers(200, "{\"notified\":false}");
    assertThatThrownBy(() -> channel.conditions().waiting("changed", "42").await(never()))
        .isInstanceOf(InterruptedException.class);
    assertThat(relay.lines()).last().asString().startsWith("DELETE /conditions/changed/waiters/");
  }

  @Test
  void signal_oneOrAll_underAKey() throws Exception {
    relay.opensSession().loses().answersGolden(200, "notify-reply");
    relay.answersGolden(200, "notify-reply").refuses(409, "lock-not-held");
    assertThat(channel.conditions().signal("changed", 1)).isEqualTo(1);
    channel.conditions().signal("changed", null);
    assertThat(sent(2, Request.Notify.class)).isEqualTo(sent(1, Request.Notify.class));
    assertThat(sent(3, Request.Notify.class).count()).isNull();
    assertThatThrownBy(() -> channel.conditions().signal("changed", 1))
        .hasMessageContaining("Lock is not held");
  }

  @Test
  void barrier_answersTheIndex_orBroken_orTimedOut() throws Exception {
    relay.opensSession().answersAfter(Duration.ofSeconds(20), 204, "");
    relay.answersGolden(200, "barrier-wait-reply").refuses(409, "barrier-broken").answers(204, "");
    assertThat(channel.barriers().await("start", never())).isEqualTo(2);
    assertThat(channel.barriers().await("start", never())).isEqualTo(Barriers.BROKEN);
    relay.answers(204, "").answersGolden(200, "barrier-reply"); // of a relay without last times
    assertThat(channel.barriers().await("start", in(Duration.ZERO))).isEqualTo(Barriers.TIMED_OUT);
    assertThat(relay.lines()).last().isEqualTo("POST /barriers/start/abort");
    relay.answersGolden(200, "barrier-reply").answersGolden(200, "barrier-reply");
    channel.barriers().abort("start");
    channel.barriers().reset("start");
    assertThat(relay.lines().subList(7, 9))
        .containsExactly("POST /barriers/start/abort", "POST /barriers/start/reset");
  }
}
