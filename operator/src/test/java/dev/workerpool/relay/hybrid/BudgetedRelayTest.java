package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay whose store has written as much as it may. */
class BudgetedRelayTest {
  private static final long BYTES = 8L << 20;
  private final HybridStage stage = new HybridStage();
  private final WriteBudget budget = new WriteBudget(BYTES, stage.world.runtime().clock());
  private String session;

  @BeforeEach
  void spend() {
    stage.relay =
        stage.another(new HybridStore(stage.maps, stage.world.runtime(), stage.settings, budget));
    stage.puts(2, 20);
    Outcome opened = stage.now(stage.relay, new Operation.OpenSession("n", List.of()));
    session = ((Outcome.SessionOpened) opened).session();
    stage.world.pass(Duration.ofSeconds(15));
    while (budget.untilPuts().isZero()) {
      budget.spend(10_000);
    }
    budget.spend(100_000);
  }

  private Outcome outcome(CompletableFuture<Answer> answer) {
    return answer.isDone() ? answer.join().outcome() : null;
  }

  @Test
  void putsWait_andAreStoredInOrder_whenTheBudgetAllows() {
    CompletableFuture<Answer> third = stage.ask(stage.relay, put(3, "3:"));
    CompletableFuture<Answer> fourth = stage.ask(stage.relay, put(4, "4:"));
    assertThat(third).isNotDone();
    stage.world.pass(budget.untilPuts().plusMillis(10));
    assertThat(outcome(third)).isEqualTo(new Outcome.Stored(false));
    assertThat(outcome(fourth)).isEqualTo(new Outcome.Stored(false));
    assertThat(stage.numbers(stage.relay)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void putWhoseTimeIsOut_isRefused_withNothingLost() {
    budget.spend(BYTES);
    CompletableFuture<Answer> third = stage.ask(stage.relay, put(3, "3:"));
    stage.world.pass(Duration.ofSeconds(21));
    assertThat(outcome(third)).isInstanceOf(Outcome.Overloaded.class);
    long left = budget.untilPuts().toSeconds();
    assertThat(left).isGreaterThan(60);
    assertThat(((Outcome.Overloaded) outcome(third)).seconds()).isEqualTo(60);
    while (!budget.untilPuts().isZero()) {
      stage.world.pass(budget.untilPuts());
    }
    assertThat(stage.now(stage.relay, put(3, "3:"))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void refusal_saysWhenTheBudgetAllowsThemAgain() {
    while (budget.untilPuts().toSeconds() < 40) {
      budget.spend(10_000);
    }
    CompletableFuture<Answer> third = stage.ask(stage.relay, put(3, "3:"));
    stage.world.pass(Duration.ofSeconds(20));
    long left = budget.untilPuts().toSeconds();
    assertThat(left).isBetween(5L, 59L);
    assertThat(((Outcome.Overloaded) outcome(third)).seconds())
        .isBetween((int) left, (int) left + 2);
  }

  @Test
  void takesAndAcknowledgements_goOn() {
    budget.spend(BYTES);
    Outcome taken =
        stage.now(
            stage.relay, new Operation.Take("open", session, 2, "attempt-1", null, List.of()));
    List<String> leases = ((Outcome.Taken) taken).items().stream().map(Delivery::lease).toList();
    assertThat(leases).hasSize(2);
    assertThat(stage.now(stage.relay, new Operation.Settle(session, leases, List.of())))
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void whileItLasts_thePoolIsTold_andThenNoMore() {
    CompletableFuture<Answer> third = stage.ask(stage.relay, put(3, "3:"));
    assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.WRITE_BUDGET);
    stage.world.pass(Duration.ofMinutes(2));
    assertThat(third).isDone();
    assertThat(stage.problem(stage.relay)).isNull();
  }
}
