package dev.workerpool.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Queue<Runnable> executor = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox(executor::add, () -> done.add("turn"));

  private void post(String name) {
    mailbox.post(() -> done.add(name));
  }

  private void enter(String name) {
    mailbox.enter(() -> done.add(name), () -> false);
  }

  private void runOne() {
    executor.remove().run();
  }

  @Test
  void post_isLeftToTheExecutor_andOneTurnServesAllThatIsThere() {
    post("a");
    post("b");
    assertThat(done).isEmpty();
    assertThat(executor).hasSize(1);
    runOne();
    assertThat(done).containsExactly("a", "b", "turn");
  }

  @Test
  void enter_whenNobodyWorks_isDoneByTheCaller() {
    enter("a");
    assertThat(done).containsExactly("a", "turn");
    assertThat(executor).isEmpty();
  }

  @Test
  void enter_whenSomebodyIsAboutToWork_isLeftToHim() {
    post("a");
    enter("b");
    assertThat(done).isEmpty();
    runOne();
    assertThat(done).containsExactly("a", "b", "turn");
  }

  @Test
  void enter_withinAPost_waitsForItsEnd() {
    mailbox.enter(
        () -> {
          enter("inner");
          done.add("outer");
        },
        () -> false);
    assertThat(done).containsExactly("outer", "inner", "turn");
  }

  @Test
  void enter_doesWhatFollowsFromIt() {
    mailbox.enter(() -> post("later"), () -> false);
    assertThat(done).containsExactly("later", "turn");
  }

  @Test
  void enter_thatHasWhatItCameFor_leavesTheRestToTheExecutor() {
    Mailbox busy = new Mailbox(executor::add, this::postsOnce);
    onTurn = () -> busy.post(() -> done.add("rest"));
    busy.enter(() -> done.add("a"), () -> true);
    assertThat(done).containsExactly("a", "turn");
    runOne();
    assertThat(done).containsExactly("a", "turn", "rest", "turn");
  }

  private Runnable onTurn = () -> {};

  private void postsOnce() {
    done.add("turn");
    Runnable task = onTurn;
    onTurn = () -> {};
    task.run();
  }

  @Test
  void workWithoutEnd_letsOthersHaveTheThread() {
    Mailbox[] endless = new Mailbox[1];
    endless[0] = new Mailbox(executor::add, () -> endless[0].post(() -> {}));
    endless[0].enter(() -> {}, () -> false);
    assertThat(executor).hasSize(1);
  }

  @Test
  void postThatFails_isItsOwnTrouble() {
    post("before");
    mailbox.post(
        () -> {
          throw new IllegalStateException("a bug");
        });
    post("after");
    assertThatThrownBy(this::runOne).hasMessage("a bug");
    runOne();
    assertThat(done).containsExactly("before", "after", "turn");
  }
}
