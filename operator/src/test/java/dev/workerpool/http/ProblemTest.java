package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Outcome;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What a failure inside the relay looks like from outside. */
class ProblemTest {
  @Test
  void everyRefusal_hasItsType() {
    for (Class<?> kind : Outcome.Refusal.class.getPermittedSubclasses()) {
      assertThat(ProblemType.of(kind.asSubclass(Outcome.Refusal.class))).as("%s", kind).isNotNull();
    }
  }

  @Test
  void whatMaySucceedLater_isSaidToBeRetryable() {
    assertThat(ProblemType.of(Outcome.Overloaded.class).retryable).isTrue();
    assertThat(ProblemType.of(Outcome.NotLeader.class).retryable).isTrue();
    assertThat(ProblemType.of(Outcome.OutcomeUnknown.class).retryable).isTrue();
    assertThat(ProblemType.of(Outcome.LeaseLost.class).retryable).isFalse();
  }

  @Test
  void cancelledCall_mayBeTriedAgain() {
    var problem = Problem.from(new CompletionException(new CancellationException()));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.reply().headers()).containsEntry("Retry-After", "1");
  }

  @Test
  void bug_isInternalAndKeepsItsWords() {
    var problem = Problem.from(new CompletionException(new IllegalStateException("secret")));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.getMessage()).doesNotContain("secret");
  }
}
