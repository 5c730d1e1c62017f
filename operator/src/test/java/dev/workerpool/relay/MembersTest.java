package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.DECLARED;
import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.outcome;
import static dev.workerpool.relay.Stage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pools that use another pool's channel. */
class MembersTest {
  private static final PoolChannel HELPERS =
      new PoolChannel(new ChannelRef("ns", "helpers"), "uid-2");
  private final Stage stage = new Stage();

  private ChannelView view() {
    return stage.relay.watch(null, Duration.ZERO).join().channels().stream()
        .filter(v -> v.channel().equals(HELPERS))
        .findFirst()
        .orElseThrow();
  }

  private Outcome ask(String channel) {
    Caller caller = new Caller.Worker("ns", "helpers", "pool", "pod-9");
    var answer =
        stage.relay.submit(
            new Submission(
                new ChannelRef("ns", channel), caller, put("open", "h", 1, 1), Duration.ZERO, 0));
    stage.world.settle();
    return outcome(answer);
  }

  @Test
  void member_usesTheChannel_andShowsNoQueues() {
    stage.relay.join(HELPERS, POOL.ref(), false);
    assertThat(ask("pool")).isEqualTo(new Outcome.Stored(false));
    assertThat(ask("helpers")).isInstanceOf(Outcome.Forbidden.class);
    assertThat(view().queues()).isEmpty();
    assertThat(view().problem()).isNull();
  }

  @Test
  void ownersEnd_isSaid_andAnsweredAsGone_untilItIsThereAgain() {
    stage.relay.join(HELPERS, POOL.ref(), false);
    stage.relay.gone(POOL);
    stage.world.settle();
    assertThat(view().problem().reason()).isEqualTo(ChannelView.Problem.CHANNEL_GONE);
    assertThat(ask("pool")).isInstanceOf(Outcome.ChannelGone.class);
    stage.relay.own(new PoolChannel(POOL.ref(), "uid-3"), DECLARED, 0);
    stage.world.settle();
    assertThat(view().problem()).isNull();
    assertThat(ask("pool")).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void ownerNeverSeen_isAwaited_unlessTheStatusKnowsItsEnd() {
    ChannelRef never = new ChannelRef("ns", "never");
    stage.relay.join(HELPERS, never, false);
    assertThat(view().problem().reason()).isEqualTo(ChannelView.Problem.NO_SUCH_CHANNEL);
    stage.relay.join(HELPERS, never, true);
    assertThat(view().problem().reason()).isEqualTo(ChannelView.Problem.CHANNEL_GONE);
  }

  @Test
  void memberThatGoes_isTold() {
    stage.relay.join(HELPERS, POOL.ref(), false);
    stage.relay.gone(HELPERS);
    assertThat(view().gone()).isTrue();
    assertThat(ask("pool")).isEqualTo(new Outcome.Stored(false));
  }
}
