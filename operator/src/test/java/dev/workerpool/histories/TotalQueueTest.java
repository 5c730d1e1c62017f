package dev.workerpool.histories;

import static dev.workerpool.histories.History.Type.INFO;
import static dev.workerpool.histories.History.Type.INVOKE;
import static dev.workerpool.histories.History.Type.OK;
import static dev.workerpool.histories.History.What.DEQUEUE;
import static dev.workerpool.histories.History.What.ENQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TotalQueueTest {
  private final History history = new History();

  @Test
  void whatGoesInAndComesOut_isValid() {
    put("a", true);
    got("a");

    assertThat(check().valid()).isTrue();
    assertThat(check().enqueued()).isEqualTo(1);
    assertThat(check().dequeued()).isEqualTo(1);
  }

  @Test
  void whatWasPutAndNeverCame_isLost() {
    put("a", true);

    assertThat(check().lost()).containsOnlyKeys("a");
    assertThat(check().valid()).isFalse();
  }

  @Test
  void whatNobodyKnowsToBePut_isNotLost_andRecoveredWhenItComes() {
    put("a", false);
    put("b", false);
    got("b");

    assertThat(check().valid()).isTrue();
    assertThat(check().recovered()).containsOnlyKeys("b");
  }

  @Test
  void whatNobodyPut_isUnexpected() {
    got("a");

    assertThat(check().unexpected()).containsOnlyKeys("a");
    assertThat(check().valid()).isFalse();
  }

  @Test
  void whatCameTwice_isDuplicated() {
    put("a", true);
    got("a");
    got("a");

    assertThat(check().duplicated()).containsOnlyKeys("a");
    assertThat(check().valid()).isFalse();
  }

  @Test
  void whatWasPerhapsAcknowledged_isNotLost() {
    put("a", true);
    history.add("p", DEQUEUE, INFO, "a");

    assertThat(check().valid()).isTrue();
  }

  private void put(String value, boolean known) {
    history.add("p", ENQUEUE, INVOKE, value);
    history.add("p", ENQUEUE, known ? OK : INFO, value);
  }

  private void got(String value) {
    history.add("c", DEQUEUE, INVOKE, null);
    history.add("c", DEQUEUE, OK, value);
  }

  private TotalQueue check() {
    return TotalQueue.check(history.ops());
  }
}
