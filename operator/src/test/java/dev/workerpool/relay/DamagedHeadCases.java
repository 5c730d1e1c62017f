package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.DECLARED;
import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.WAIT;
import static dev.workerpool.relay.Stage.outcome;
import static dev.workerpool.relay.Stage.problem;
import static dev.workerpool.relay.Stage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Somebody else has changed, deleted or made the head, in a store of whole heads or of records. */
abstract class DamagedHeadCases {
  private final Stage stage;

  DamagedHeadCases(boolean ofRecords) {
    stage = new Stage(ofRecords);
  }

  @Test
  void headEditedByHand_isWrittenAgain_andTold() {
    stage.now("a", put("open", "p", 1, 1));
    stage.store.edit(POOL, ChannelCodec.QUEUES, "nonsense");
    assertThat(stage.now("a", put("open", "p", 2, 2))).isEqualTo(new Outcome.Stored(false));
    assertThat(problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_EDITED);
    assertThat(stage.store.file(POOL, ChannelCodec.QUEUES)).doesNotContain("nonsense");
    Relay next = stage.takeOver();
    assertThat(outcome(stage.ask(next, "a", new Operation.Join("open"), Duration.ZERO)))
        .isEqualTo(new Outcome.Unfinished(2));
  }

  @Test
  void whatWasMended_isToldForAMinute() {
    stage.store.edit(POOL, ChannelCodec.QUEUES, "nonsense");
    stage.now("a", put("open", "p", 1, 1));
    stage.world.pass(Duration.ofSeconds(50));
    assertThat(problem(stage.relay)).isNotNull();
    stage.world.pass(Duration.ofSeconds(20));
    assertThat(problem(stage.relay)).isNull();
  }

  @Test
  void oldHeadPutBack_isWrittenOver_forTheRelayHasTheNewerState() {
    stage.now("a", put("open", "p", 1, 1));
    var old = stage.store.copy(POOL);
    Relay next = stage.takeOver();
    stage.relay.stop();
    outcome(stage.ask(next, "a", put("open", "p", 2, 2), WAIT));
    stage.store.putBack(POOL, old);
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 3, 3), WAIT)))
        .isEqualTo(new Outcome.Stored(false));
    assertThat(problem(next).reason()).isEqualTo(ChannelView.Problem.HEAD_EDITED);
    Relay third = stage.takeOver();
    assertThat(outcome(stage.ask(third, "a", new Operation.Join("open"), Duration.ZERO)))
        .isEqualTo(new Outcome.Unfinished(3));
  }

  @Test
  void headDeleted_isWrittenAgainWithAHigherEpoch_andTold() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1));
    stage.store.delete(POOL);
    assertThat(stage.now("a", put("open", "p", 2, 2))).isEqualTo(new Outcome.Stored(false));
    assertThat(problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_DELETED);
    assertThat(stage.store.contentStamp(POOL).epoch()).isEqualTo(2);
    assertThat(stage.ask("b", stage.take("b", "open", 9, "t"), WAIT).join().epoch()).isEqualTo(2);
    assertThat(stage.now("a", put("open", "p", 3, 3))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void clientOfAHigherEpoch_isAnsweredOnlyWhenTheHeadThatWasDeletedIsThereAgain() {
    stage.now("a", put("open", "p", 1, 1));
    stage.store.delete(POOL);
    CompletableFuture<Answer> first = stage.askHavingSeen(2, "b", put("open", "q", 5, 1));
    assertThat(outcome(first)).isInstanceOf(Outcome.Recovering.class);
    assertThat(stage.store.contentStamp(POOL).epoch()).isEqualTo(2);
    assertThat(outcome(stage.askHavingSeen(2, "b", put("open", "q", 1, 1))))
        .isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void headMissingThoughTheStatusKnowsIt_isChannelLost_neverSilentlyEmpty() {
    stage.store.delete(POOL);
    Relay next = stage.another();
    next.own(POOL, DECLARED, 7);
    next.start();
    stage.world.settle();
    assertThat(problem(next).reason()).isEqualTo(ChannelView.Problem.CHANNEL_LOST);
    // Whoever served it may write it again.
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 1, 1), WAIT)))
        .isInstanceOf(Outcome.Recovering.class);
    stage.world.pass(Showcase.LOST_AFTER);
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 1, 1), WAIT)))
        .isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  void nameTaken_isTold_andTriedAgain() {
    Stage other = new Stage();
    other.store.taken = "ConfigMap pool-channel is not ours.";
    Relay next = other.takeOver();
    assertThat(problem(next).reason()).isEqualTo(ChannelView.Problem.NAME_TAKEN);
    other.store.taken = null;
    other.world.pass(Duration.ofSeconds(10));
    assertThat(problem(next)).isNull();
  }

  @Test
  void unreadableHead_isTold_andNotWrittenOver() {
    stage.now("a", put("open", "p", 1, 1));
    stage.store.edit(POOL, ChannelCodec.QUEUES, "{\"in\":\"nowhere\"}\n");
    Relay next = stage.takeOver();
    assertThat(problem(next).reason()).isEqualTo(ChannelView.Problem.UNREADABLE);
    assertThat(stage.store.file(POOL, ChannelCodec.QUEUES)).contains("nowhere");
  }
}
