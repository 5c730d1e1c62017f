package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

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
}
