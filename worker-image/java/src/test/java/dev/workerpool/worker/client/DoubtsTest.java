package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are interrupted after the relay has served them: nobody saw what they brought. */
class DoubtsTest extends ChannelFixture {
  private static final String SERVED =
      "{\"items\":[{\"id\":\"i\",\"lease\":\"L1\",\"deliveries\":1,\"json\":1}]}";

  @Test
  void take_thatIsInterruptedAfterItWasServed_givesTheItemBack() throws Exception {
    relay.opensSession().interrupts(Thread.currentThread()).answers(200, SERVED);
    relay.answersGolden(200, "settle-reply");
    assertThatThrownBy(() -> channel.take("tasks", 1, "get-7", List.of("L0"), never()))
        .isInstanceOf(InterruptedException.class);
    channel.awaitCertainty();
    Request.Take first = sent(1, Request.Take.class);
    Request.Take again = sent(2, Request.Take.class);
    assertThat(relay.lines().get(2)).isEqualTo("POST /queues/tasks/leases?wait=0.0s");
    assertThat(again.attempt()).isEqualTo(first.attempt());
    assertThat(again.handle()).isEqualTo(first.handle());
    assertThat(again.ack()).isNull();
    assertThat(sent(3, Request.Settle.class).nack()).containsExactly("L1");
  }

  @Test
  void take_thatIsInterruptedUnserved_givesNothingBack() throws Exception {
    relay.opensSession().interrupts(Thread.currentThread()).answers(204, "");
    assertThatThrownBy(() -> channel.take("tasks", 1, "get-7", List.of(), never()))
        .isInstanceOf(InterruptedException.class);
    channel.awaitCertainty();
    assertThat(relay.lines()).hasSize(3);
  }

  @Test
  void acquire_thatIsInterruptedAfterItWasGranted_isReleased() throws Exception {
    relay.opensSession().interrupts(Thread.currentThread()).answersGolden(200, "acquire-reply");
    relay.answersGolden(200, "release-reply");
    assertThatThrownBy(() -> channel.semaphores().acquire("guard", never()))
        .isInstanceOf(InterruptedException.class);
    channel.awaitCertainty();
    assertThat(sent(2, Request.Acquire.class)).isEqualTo(sent(1, Request.Acquire.class));
    assertThat(sent(3, Request.Release.class).grant()).isEqualTo("41");
  }

  @Test
  @Timeout(20)
  void undoing_thatMeetsAnErrorOfOurOwn_keepsNobodyWaiting() throws Exception {
    List<String> undone = new ArrayList<>();
    Doubts doubts = Doubts.inBackground();
    doubts.add(
        () -> {
          throw new IllegalStateException("no such answer");
        });
    doubts.add(() -> undone.add("second"));
    doubts.await();
    assertThat(undone).containsExactly("second");
  }

  @Test
  void withoutDoubts_nobodyWaits() throws Exception {
    channel.awaitCertainty();
    assertThat(relay.asked()).isEmpty();
  }
}
