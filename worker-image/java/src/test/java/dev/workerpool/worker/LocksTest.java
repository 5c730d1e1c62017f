package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Locks, semaphores, conditions and barriers as a worker's code uses them. */
class LocksTest extends ConnectionFixture {
  @Test
  void lock_isReleasedAtTheEndOfItsBlock_once() throws Exception {
    relay.opensSession().answersGolden(200, "acquire-reply").answersGolden(200, "release-reply");
    Lock lock = new Lock(connection, "guard");
    Grant grant = lock.acquire();
    try (grant) {
      assertThat(lock.held().grant()).isEqualTo("41");
    }
    grant.close();
    assertThat(sent(2, Request.Release.class).grant()).isEqualTo("41");
    assertThat(lock.held()).isNull();
  }

  @Test
  void release_alsoWhenInterrupted_keepsTheInterrupt() throws Exception {
    relay.opensSession().answersGolden(200, "acquire-reply").answersGolden(200, "release-reply");
    Grant grant = new Lock(connection, "guard").acquire();
    Thread.currentThread().interrupt();
    grant.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(relay.lines()).hasSize(3);
  }

  @Test
  void semaphore_notInTime_isEmpty_andSurplusReleaseIsRefused() throws Exception {
    relay.opensSession().answers(204, "").refuses(409, "surplus-release");
    relay.answersGolden(200, "semaphore-reply");
    Semaphore slots = new Semaphore(connection, "slots");
    assertThat(slots.tryAcquire()).isEmpty();
    assertThatThrownBy(slots::release).isInstanceOf(IllegalStateException.class);
    assertThat(relay.bodies().get(2)).doesNotContain("grant");
    assertThat(slots.availablePermits()).isEqualTo(1);
  }

  @Test
  void rlock_entersAgainWithoutTheRelay_andOnlyItsThreadLeaves() throws Exception {
    relay.opensSession().answersGolden(200, "acquire-reply").answersGolden(200, "release-reply");
    RLock lock = new RLock(connection, "guard");
    try (Grant outer = lock.acquire();
        Grant inner = lock.acquire()) {
      assertThat(outer).isNotSameAs(inner);
      Thread other =
          new Thread(
              () ->
                  assertThatThrownBy(lock::release)
                      .isInstanceOf(IllegalMonitorStateException.class));
      other.start();
      other.join();
      assertThat(relay.lines()).hasSize(2);
    }
    assertThat(relay.lines()).hasSize(3);
    assertThatThrownBy(lock::release).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void condition_givesTheLockAway_andTakesItAgain_asDeepAsItWas() throws Exception {
    RLock lock = new RLock(connection, "guard");
    Condition changed = new Condition(connection, "changed", lock);
    relay.opensSession().answersGolden(200, "acquire-reply");
    relay.answersGolden(200, "condition-wait-reply").answersGolden(200, "acquire-reply");
    lock.acquire();
    lock.acquire();
    assertThat(changed.await(Duration.ofSeconds(1))).isTrue();
    assertThat(sent(2, Request.WaitCondition.class).grant()).isEqualTo("41");
    assertThat(relay.lines().get(3)).startsWith("POST /semaphores/guard/acquire");
    lock.release();
    relay.answersGolden(200, "release-reply");
    lock.release();
    assertThat(relay.lines()).hasSize(5);
  }

  @Test
  void grant_afterAWait_releasesWhatIsHeldNow_once() throws Exception {
    Lock lock = new Lock(connection, "guard");
    Condition changed = new Condition(connection, "changed", lock);
    relay.opensSession().answersGolden(200, "acquire-reply");
    relay.answersGolden(200, "condition-wait-reply").answers(200, "{\"grant\":\"57\",\"value\":0}");
    relay.answersGolden(200, "release-reply");
    try (Grant held = lock.acquire()) {
      assertThat(held).isNotNull();
      changed.await();
      lock.release();
    }
    assertThat(sent(4, Request.Release.class).grant()).isEqualTo("57");
    assertThat(lock.held()).isNull();
  }

  @Test
  void condition_thatIsInterrupted_hasTheLockAgainWhenItThrows() throws Exception {
    Lock lock = new Lock(connection, "guard");
    Condition changed = new Condition(connection, "changed", lock);
    relay.opensSession().answersGolden(200, "acquire-reply");
    relay.interrupts(Thread.currentThread()).answers(200, "{\"notified\":false}");
    relay.answersGolden(200, "acquire-reply");
    lock.acquire();
    assertThatThrownBy(changed::await).isInstanceOf(InterruptedException.class);
    assertThat(lock.held().grant()).isEqualTo("41");
  }

  @Test
  void condition_whoseWaitNeverCame_keepsItsLock_asDeepAsItWas() throws Exception {
    RLock lock = new RLock(connection, "guard");
    Condition changed = new Condition(connection, "changed", lock);
    relay.opensSession().answersGolden(200, "acquire-reply").refuses(404, "not-found");
    lock.acquire();
    lock.acquire();
    Thread.currentThread().interrupt();
    assertThatThrownBy(changed::await).isInstanceOf(InterruptedException.class);
    assertThat(relay.lines()).hasSize(3);
    assertThat(relay.lines().get(2)).startsWith("DELETE /conditions/changed/waiters/");
    relay.answersGolden(200, "release-reply");
    lock.release();
    lock.release();
    assertThat(sent(3, Request.Release.class).grant()).isEqualTo("41");
  }

  @Test
  void condition_withoutItsLock_isAMonitorError() throws Exception {
    Condition changed = new Condition(connection, "changed", new Lock(connection, "guard"));
    assertThatThrownBy(changed::await).isInstanceOf(IllegalMonitorStateException.class);
    relay.opensSession().refuses(409, "lock-not-held").answersGolden(200, "notify-reply");
    assertThatThrownBy(changed::signalAll).isInstanceOf(IllegalMonitorStateException.class);
    changed.signal();
  }

  @Test
  void awaitUntil_looksAgainAfterEachSignal() throws Exception {
    Lock lock = new Lock(connection, "guard");
    Condition changed = new Condition(connection, "changed", lock);
    relay.opensSession().answersGolden(200, "acquire-reply");
    for (int i = 0; i < 2; i++) {
      relay.answersGolden(200, "condition-wait-reply").answersGolden(200, "acquire-reply");
    }
    lock.acquire();
    int[] looks = {0};
    assertThat(changed.awaitUntil(() -> ++looks[0] == 3, null)).isTrue();
    assertThat(changed.awaitUntil(() -> false, Duration.ofNanos(-1))).isFalse();
  }

  @Test
  void barrier_breaksForAll_whenOneWaitsTooLong() throws Exception {
    Barrier start = new Barrier(connection, "start");
    relay.opensSession().answersGolden(200, "barrier-wait-reply").answers(204, "");
    relay.refuses(409, "barrier-broken").refuses(409, "barrier-broken");
    relay.answersGolden(200, "barrier-reply");
    assertThat(start.await()).isEqualTo(2);
    assertThatThrownBy(() -> start.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
    assertThat(relay.lines()).last().isEqualTo("POST /barriers/start/wait");
    assertThat(relay.bodies()).last().asString().contains("\"last\":true");
    assertThatThrownBy(start::await).isInstanceOf(BrokenBarrierException.class);
    assertThat(start.waiting()).isEqualTo(3);
  }

  @Test
  void barrier_isPassed_whenAllHaveComeAsTimeRanOut() throws Exception {
    Barrier start = new Barrier(connection, "start");
    relay.opensSession().answers(204, "").answersGolden(200, "barrier-wait-reply");
    assertThat(start.await(Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void barrier_breaks_whenItsWaiterIsInterrupted() throws Exception {
    Barrier start = new Barrier(connection, "start");
    relay.opensSession().interrupts(Thread.currentThread()).refuses(409, "barrier-broken");
    assertThatThrownBy(start::await).isInstanceOf(InterruptedException.class);
    assertThat(relay.bodies()).last().asString().contains("\"last\":true");
  }
}
