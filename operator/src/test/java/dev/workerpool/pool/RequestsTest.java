package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the annotations of a pool ask of single processes. */
class RequestsTest {
  private final List<String> killed = new ArrayList<>();

  private static World world(String spec) {
    return new World(spec).settle().run("1", "2", "3");
  }

  private RelayAsks sessions(int count) {
    return new RelayAsks() {
      @Override
      public Set<String> retire(WorkerPool pool, List<String> podUids) {
        return Set.of();
      }

      @Override
      public int kill(WorkerPool pool, String podUid) {
        killed.add(podUid);
        return count;
      }
    };
  }

  @Test
  void terminate_endsThoseAndLeavesThemEnded() {
    var world = world("{replicas: 3, restartPolicy: OnFailure}");
    world.annotate(Labels.TERMINATE, "2-3");
    assertThat(world.last("2").stopReason()).isEqualTo("Terminated");
    assertThat(world.last("1").deleting()).isFalse();

    world.exit("2", -15, "Terminated").exit("3", 0, "Terminated");
    world.annotate(Labels.TERMINATE, null).exit("1", 0);
    assertThat(world.creates).isEqualTo(3);
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
    assertThat(world.status().terminated()).isEqualTo(2);
  }

  @Test
  void allTerminatedOnRequest_isNoSuccess() {
    var world = world("{replicas: 3}").annotate(Labels.TERMINATE, "1-3");
    world.exit("1", -15, "Terminated").exit("2", -15, "Terminated").exit("3", -15, "Terminated");
    assertThat(world.condition("Failed")).isEqualTo("True Terminated");
  }

  @Test
  void listedBeforeItsStart_isNotStarted() {
    var world = new World("{replicas: 2}").annotate(Labels.TERMINATE, "2").run("1");
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-0");
    assertThat(world.condition("Ready")).isEqualTo("True AllStarted");
    assertThat(world.exit("1", 0).condition("Complete")).startsWith("True");
  }

  @Test
  void start_beginsAnotherAttemptOnce() {
    var world = world("{replicas: 3}").exit("2", 3).annotate(Labels.START, "2=1");
    assertThat(world.alive()).contains("consumers-3fa9c-2-1");
    assertThat(world.run("2").exit("2", 4).creates).isEqualTo(4);
    world.exit("1", 0).exit("3", 0);
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
  }

  @Test
  void startOfOneThatIsAlive_waitsForItsEnd() {
    var world = world("{replicas: 3}").annotate(Labels.START, "2=1");
    assertThat(world.creates).isEqualTo(3);
    assertThat(world.exit("2", 0).alive()).contains("consumers-3fa9c-2-1");
  }

  @Test
  void attemptInTerminate_leavesLaterOnesAlone() {
    var world = world("{replicas: 3}").annotate(Labels.TERMINATE, "2=0").annotate("x", "y");
    world.exit("2", -15, "Terminated").annotate(Labels.START, "2=1");
    assertThat(world.alive()).contains("consumers-3fa9c-2-1");
    assertThat(world.run("2").last("2").deleting()).isFalse();
  }

  @Test
  void terminateUnderAlways_isReplacedOnceNoLongerListed() {
    var world = world("{replicas: 3, restartPolicy: Always}").annotate(Labels.TERMINATE, "2");
    world.exit("2", -15, "Terminated");
    assertThat(world.alive()).hasSize(2);
    world.annotate(Labels.TERMINATE, null);
    assertThat(world.alive()).contains("consumers-3fa9c-2-1");
  }

  @Test
  void kill_withoutSession_deletesWithTheShortestGrace() {
    var world = world("{replicas: 3}");
    world.relay = sessions(0);
    world.annotate(Labels.KILL, "2");
    assertThat(world.last("2").stopReason()).isEqualTo("KilledByRequest");
    assertThat(world.last("2").killing()).isTrue();
    assertThat(killed).hasSize(1);
  }

  @Test
  void kill_withSession_leavesItToTheWorkerForAWhile() {
    var world = world("{replicas: 3}");
    world.relay = sessions(1);
    world.annotate(Labels.KILL, "2");
    assertThat(world.last("2").deleting()).isFalse();
    assertThat(world.plan().requeueAfter()).contains(Stops.KILL_WITHIN);

    world.later(Stops.KILL_WITHIN);
    assertThat(world.last("2").killing()).isTrue();
    assertThat(killed).hasSize(1);
    world.exit("2", -9, "KilledByRequest");
    assertThat(world.status().terminated()).isEqualTo(1);
  }

  @Test
  void kill_ofOneThatTerminates_doesNotWaitForItsGrace() {
    var world = world("{replicas: 3}").annotate(Labels.TERMINATE, "2");
    assertThat(world.last("2").killing()).isFalse();
    world.annotate(Labels.KILL, "2");
    assertThat(world.last("2").killing()).isTrue();
    assertThat(world.plan().stops()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "3=", "1-", "4-2", "1-99999999", "=1", "3;4", "1,,2", "ü"})
  void unreadableList_asksNothingAndIsSaid(String list) {
    var world = world("{replicas: 3}").annotate(Labels.TERMINATE, list);
    assertThat(world.alive()).hasSize(3);
    assertThat(world.pods.values()).noneMatch(ObservedPod::deleting);
    assertThat(world.condition("RequestsAccepted")).isEqualTo("False InvalidAnnotation");
    assertThat(world.events)
        .filteredOn(e -> e.reason().equals("InvalidAnnotation"))
        .singleElement()
        .satisfies(e -> assertThat(e.message()).contains("workerpool.dev/terminate"));
    assertThat(world.annotate(Labels.TERMINATE, null).condition("RequestsAccepted"))
        .isEqualTo("none");
  }

  @Test
  void startWithoutAttempt_isUnreadable() {
    var world = world("{replicas: 3}").annotate(Labels.START, "2");
    assertThat(world.condition("RequestsAccepted")).isEqualTo("False InvalidAnnotation");
  }

  @Test
  void unknownProcess_isSaidAndTheOthersAreDone() {
    var world = world("{replicas: 3}").annotate(Labels.TERMINATE, "9, 2");
    assertThat(world.last("2").deleting()).isTrue();
    assertThat(world.condition("RequestsAccepted")).isEqualTo("False InvalidAnnotation");
  }

  @Test
  void requestsAfterTheEnd_changeNothing() {
    var world = world("{replicas: 3}").exit("1", 0).exit("2", 0).exit("3", 0);
    world.annotate(Labels.START, "2=1").later(Duration.ofHours(1));
    assertThat(world.creates).isEqualTo(3);
    assertThat(world.condition("Complete")).startsWith("True");
  }
}
