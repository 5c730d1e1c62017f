package dev.workerpool.main.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.main.top.Watching.End;
import dev.workerpool.main.top.Watching.Notice;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.Target;
import dev.workerpool.worker.client.UnreachableException;
import dev.workerpool.worker.wire.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchingTest {
  private static final Reply.Queues NOTHING = new Reply.Queues(List.of(), List.of());

  private final Deque<Callable<Reply.Queues>> answers = new ArrayDeque<>();
  private final List<String> shown = new ArrayList<>();
  private volatile boolean ended;
  private boolean outputGone;
  private Runnable onSilence = () -> {};
  private final Display display =
      new Display() {
        @Override
        public boolean show(Look look) {
          shown.add("look");
          return !outputGone;
        }

        @Override
        public void silent(Instant since) {
          shown.add("silent");
          onSilence.run();
        }

        @Override
        public void resized() {
          shown.add("resized");
        }
      };

  @Test
  void count_endsIt() throws Exception {
    assertThat(watching(Duration.ofMillis(1), 3).run(display)).isEqualTo(End.ENOUGH);
    assertThat(shown).containsExactly("look", "look", "look");
  }

  @Test
  void relayThatIsAwayForAWhile_isNoEnd() throws Exception {
    answers.add(() -> NOTHING);
    answers.add(WatchingTest::unreachable);
    answers.add(WatchingTest::unreachable);

    assertThat(watching(Duration.ofMillis(1), 2).run(display)).isEqualTo(End.ENOUGH);
    assertThat(shown).containsExactly("look", "look");
  }

  @Test
  void relayThatNeverAnswered_isAnError() {
    answers.add(WatchingTest::unreachable);

    assertThatThrownBy(() -> watching(Duration.ofMillis(1), 2).run(display))
        .isInstanceOf(UnreachableException.class);
  }

  @Test
  void whatTheClientThrows_isThrown() {
    answers.add(() -> NOTHING);
    answers.add(
        () -> {
          throw new IllegalArgumentException("not JSON");
        });

    assertThatThrownBy(() -> watching(Duration.ofMillis(1), 9).run(display))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void silence_isShown_andTheEndOfTheRunNoticed() throws Exception {
    var never = new CountDownLatch(1);
    answers.add(() -> NOTHING);
    answers.add(() -> never.await(1, TimeUnit.HOURS) ? NOTHING : NOTHING);
    onSilence = () -> ended = true;

    assertThat(watching(Duration.ofMillis(1), 0).run(display)).isEqualTo(End.CHANNEL_GONE);
    assertThat(shown).containsExactly("look", "silent");
  }

  @Test
  void quit_endsAWaitForAnAnswer() throws Exception {
    var never = new CountDownLatch(1);
    var watching = watching(Duration.ofHours(1), 0);
    answers.add(
        () -> {
          watching.tell(Notice.QUIT);
          return never.await(1, TimeUnit.HOURS) ? NOTHING : NOTHING;
        });

    assertThat(watching.run(display)).isEqualTo(End.ENOUGH);
    assertThat(shown).isEmpty();
  }

  @Test
  void quit_endsAWaitForTheNextLook_andAnotherSizeDoesNot() throws Exception {
    var watching = watching(Duration.ofHours(1), 0);
    Display telling =
        new Display() {
          @Override
          public boolean show(Look look) {
            watching.tell(Notice.RESIZED);
            watching.tell(Notice.RESIZED);
            watching.tell(Notice.QUIT);
            return display.show(look);
          }

          @Override
          public void resized() {
            display.resized();
          }
        };

    assertThat(watching.run(telling)).isEqualTo(End.ENOUGH);
    assertThat(shown).containsExactly("look", "resized", "resized");
  }

  @Test
  void outputThatIsGone_isAnEnd() throws Exception {
    outputGone = true;

    assertThat(watching(Duration.ofHours(1), 0).run(display)).isEqualTo(End.OUTPUT_GONE);
  }

  private Watching watching(Duration interval, int count) {
    var source =
        new Watching.Source(
            () -> answers.isEmpty() ? NOTHING : answers.remove().call(), () -> ended);
    return new Watching(source, new Watching.Pace(interval, count), Clock.systemUTC());
  }

  /** By a client that knows no patience, of a port where nobody listens. */
  private static Reply.Queues unreachable() throws Exception {
    var target = new Target("http://127.0.0.1:1", "default", "consumers", null, null);
    var options = new Channel.Options("nonce", false, Duration.ZERO, said -> {});
    return Channel.of(target, options).listing();
  }
}
