package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StayingTest {
  private final Deque<Runnable> others = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Staying staying = new Staying(others::add);

  @Test
  void firstTaskThatATaskAsksFor_isDoneNext_byTheSameThread() {
    staying.execute(
        () -> {
          staying.execute(() -> asks("second", "third"));
          done.add("first");
        });
    others.remove().run();
    assertThat(done).containsExactly("first", "second", "third");
    assertThat(others).isEmpty();
  }

  @Test
  void whateverElseATaskAsksFor_goesToOthers() {
    staying.execute(
        () -> {
          staying.execute(() -> done.add("own"));
          staying.execute(() -> done.add("another's"));
          assertThat(others).hasSize(1);
        });
    others.remove().run();
    assertThat(done).containsExactly("own");
    others.remove().run();
    assertThat(done).containsExactly("own", "another's");
  }

  @Test
  void afterATaskThatFails_whatItAskedForIsDoneByAnother() {
    staying.execute(
        () -> {
          staying.execute(() -> done.add("next"));
          throw new IllegalStateException("task");
        });
    assertThatThrownBy(others.remove()::run).hasMessage("task");
    others.remove().run();
    assertThat(done).containsExactly("next");
  }

  @Test
  void tasksWithoutAnEnd_letOthersHaveTheirTurn() {
    staying.execute(this::endless);
    others.add(() -> done.add("other"));
    others.remove().run();
    assertThat(done).hasSize(32).containsOnly("endless");
    others.remove().run();
    assertThat(done).endsWith("other");
    others.remove().run();
    assertThat(done).hasSize(65).endsWith("endless");
  }

  private void endless() {
    done.add("endless");
    staying.execute(this::endless);
  }

  @Test
  void threadThatIsDone_staysNoLonger() {
    staying.execute(() -> done.add("first"));
    others.remove().run();
    staying.execute(() -> done.add("second"));
    assertThat(others).hasSize(1);
  }

  private void asks(String name, String next) {
    staying.execute(() -> done.add(next));
    done.add(name);
  }
}
