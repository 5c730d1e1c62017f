package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.WorkerPool;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** replicas and processes change while the pool runs. */
class ScalingTest {

  @Test
  void up_addsTheNextNumbers() {
    var world = new World("{replicas: 1}").settle();
    world.spec("{replicas: 3}");
    world.settle();

    assertThat(world.status().started()).isEqualTo("1-3");
    assertThat(world.creates).isEqualTo(3);
  }

  @Test
  void down_endsTheHighestNumbersAndRecordsThem() {
    var world = new World("{replicas: 4}").settle().run("1", "2", "3", "4");
    world.spec("{replicas: 2}");
    world.settle();

    assertThat(world.last("4").stopReason()).isEqualTo("ScaledDown");
    assertThat(world.last("3").deleting()).isTrue();
    assertThat(world.last("2").deleting()).isFalse();
    assertThat(world.status().replicas()).isEqualTo(2);

    world.exit("4", -15, "ScaledDown").exit("3", -15, "ScaledDown");
    assertThat(world.pods).hasSize(2);
    assertThat(world.status().terminated()).isEqualTo(2);
    assertThat(world.status().failed()).isZero();
    world.exit("1", 0).exit("2", 0);
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
  }

  @Test
  void down_endsThoseFirstThatDontRunYet() {
    var world = new World("{replicas: 3}").settle().run("2", "3");
    world.spec("{replicas: 2}");
    world.settle();

    assertThat(world.last("1").deleting()).isTrue();
    assertThat(world.last("2").deleting()).isFalse();
    assertThat(world.last("3").deleting()).isFalse();
  }

  @Test
  void upAgain_refillsTheLowestFreeNumberWithoutWaiting() {
    var world = new World("{replicas: 3}").settle().run("2", "3");
    world.spec("{replicas: 2}");
    world.settle();
    world.spec("{replicas: 3}");
    world.settle();

    assertThat(world.alive())
        .contains("consumers-3fa9c-1-0", "consumers-3fa9c-1-1")
        .doesNotContain("consumers-3fa9c-4-0");
    assertThat(world.status().restarts()).isEqualTo("1=1");
  }

  @Test
  void upAgain_restartsAnEndedNumber() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    world.spec("{replicas: 1}");
    world.settle();
    world.exit("2", -15, "ScaledDown");
    world.spec("{replicas: 2, backoffLimit: 0}");
    world.settle();

    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-0", "consumers-3fa9c-2-1");
    assertThat(world.status().disruptions()).isEqualTo("2=1");
  }

  @Test
  void downToZero_hasNoVerdict() {
    var world = new World("{replicas: 2}").settle().run("1", "2").exit("1", 0);
    world.spec("{replicas: 0}");
    world.settle();
    world.exit("2", -15, "ScaledDown");

    assertThat(world.alive()).isEmpty();
    assertThat(world.condition("Finished")).startsWith("False");
  }

  @Test
  void processTakenOutOfTheSpec_isEnded() {
    var world = new World("{replicas: 1, processes: [{name: a}]}").settle().run("1", "a");
    world.spec("{replicas: 1}");
    world.settle();

    assertThat(world.last("a").deleting()).isTrue();
    assertThat(world.last("1").deleting()).isFalse();
  }

  private static ChannelView channel(String... idle) {
    return new ChannelView(true, 1L, List.of(), List.of(), Set.of(idle), null, null);
  }

  private static String uid(World world, String key) {
    return world.last(key).ref().uid();
  }

  /** A relay that says of those pods that they hold items. */
  private static RelayAsks busy(Set<String> uids) {
    return new RelayAsks() {
      @Override
      public Set<String> retire(WorkerPool pool, List<String> podUids) {
        return uids;
      }

      @Override
      public int kill(WorkerPool pool, String podUid) {
        return 0;
      }
    };
  }

  @Test
  void down_takesTheIdleFirst() {
    var world = new World("{replicas: 4}").settle().run("1", "2", "3", "4");
    world.channel = channel(uid(world, "1"), uid(world, "3"));
    world.spec("{replicas: 2}");
    world.settle();

    assertThat(world.last("1").deleting()).isTrue();
    assertThat(world.last("3").deleting()).isTrue();
    assertThat(world.last("4").deleting()).isFalse();
  }

  @Test
  void down_letsTheBusyFinishWhatTheyHold() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    world.channel = channel();
    world.relay = busy(Set.of(uid(world, "2")));
    world.spec("{replicas: 1}");
    world.step();
    assertThat(world.last("2").stopReason()).isEqualTo("ScaledDown");
    assertThat(world.last("2").deleting()).isFalse();
    assertThat(world.step().creates()).as("nobody else goes or comes").isEmpty();
    assertThat(world.last("1").stopReason()).isNull();

    world.channel = channel(uid(world, "2"));
    world.step();
    assertThat(world.last("2").deleting()).isTrue();
  }

  @Test
  void down_withoutARelayToAsk_doesNotWait() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    world.relay = busy(Set.of(uid(world, "2")));
    world.channel = ChannelView.unreachable("no");
    world.spec("{replicas: 1}");
    assertThat(world.settle().last("2").deleting()).isTrue();
  }

  @Test
  void terminate_doesNotWaitForThoseThatAreLeavingBusy() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    world.channel = channel();
    world.relay = busy(Set.of(uid(world, "2")));
    world.spec("{replicas: 1}");
    world.step();
    world.spec("{replicas: 1, terminate: true}");
    assertThat(world.settle().last("2").deleting()).isTrue();
  }

  private static void downAndUpAgainWhileBusy(World world) {
    world.channel = channel();
    world.relay = busy(Set.of(uid(world, "2")));
    world.spec("{replicas: 1}");
    world.step();
    world.spec("{replicas: 2}");
  }

  @Test
  void upAgain_letsTheBusyOneFinishBesideItsSuccessor() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    var former = world.last("2");
    downAndUpAgainWhileBusy(world);
    for (int i = 0; i < 5; i++) {
      world.step();
    }
    assertThat(world.last("2").attempt()).isEqualTo(1);
    assertThat(world.pods.get(former.ref().name()).deleting())
        .as("it has work to finish")
        .isFalse();

    world.channel = channel(former.ref().uid());
    world.step();
    assertThat(world.pods.get(former.ref().name()).deleting()).as("it has finished").isTrue();
  }

  @Test
  void terminate_endsAlsoWhoLeavesBusyBesideItsSuccessor() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    var former = world.last("2");
    downAndUpAgainWhileBusy(world);
    world.step();
    world.spec("{replicas: 2, terminate: true}");
    world.step();
    assertThat(world.pods.get(former.ref().name()).deleting()).isTrue();
  }
}
