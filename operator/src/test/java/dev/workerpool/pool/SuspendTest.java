package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** spec.suspend: processes end, uncharged, and begin again when it is taken back. */
class SuspendTest {
  private static final String RUNNING = "{replicas: 2, backoffLimit: 0%s}";
  private static final String SUSPENDED = "{replicas: 2, backoffLimit: 0, suspend: true%s}";

  private static World suspended(String more) {
    var world = new World(RUNNING.formatted(more)).settle().run("1", "2");
    world.spec(SUSPENDED.formatted(more));
    return world.settle();
  }

  @Test
  void suspend_endsWhatIsAlive() {
    var world = suspended("");
    assertThat(world.last("1").stopReason()).isEqualTo("Suspended");
    assertThat(world.condition("Suspended")).isEqualTo("True Suspended");
    assertThat(world.condition("Reconciling")).isEqualTo("True Suspending");

    world.exit("1", -15, "Suspended").exit("2", -15, "Suspended");
    assertThat(world.alive()).isEmpty();
    assertThat(world.condition("Ready")).isEqualTo("False Suspended");
    assertThat(world.condition("Reconciling")).startsWith("False");
    assertThat(world.condition("Stalled")).startsWith("False");
    assertThat(world.condition("Finished")).startsWith("False");
    assertThat(world.events).extracting(PoolEvent::reason).contains("Suspended");
  }

  @Test
  void resume_startsTheNextAttemptsUncharged() {
    var world = suspended("").exit("1", -15, "Suspended").exit("2", -15, "Suspended");
    world.spec(RUNNING.formatted(""));
    world.settle();

    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1", "consumers-3fa9c-2-1");
    assertThat(world.status().disruptions()).isEqualTo("1-2=1");
    assertThat(world.events).extracting(PoolEvent::reason).contains("Resumed");
    world.run("1", "2").exit("1", 0).exit("2", 0);
    assertThat(world.condition("Complete")).startsWith("True");
  }

  @Test
  void resume_waitsForTheEndOfTheFormerAttempt() {
    var world = suspended("");
    world.spec(RUNNING.formatted(""));
    world.settle();
    assertThat(world.creates).isEqualTo(2);
    world.exit("1", -15, "Suspended");
    assertThat(world.alive()).containsExactly("consumers-3fa9c-2-0", "consumers-3fa9c-1-1");
  }

  @Test
  void whoEndsWhileSuspended_givesNoVerdictBeforeTheResumption() {
    var world = suspended("").exit("1", 0).exit("2", 0);
    assertThat(world.condition("Finished")).startsWith("False");
    world.spec(RUNNING.formatted(""));
    world.settle();
    assertThat(world.condition("Complete")).startsWith("True");
  }

  @Test
  void suspendedFromTheStart_startsNothingUntilResumed() {
    var world = new World(SUSPENDED.formatted("")).settle();
    assertThat(world.creates).isZero();
    assertThat(world.status().processes()).extracting("state").containsOnly("initial");
    assertThat(world.status().processes()).extracting("reason").containsOnly("Suspended");
    world.spec(RUNNING.formatted(""));
    assertThat(world.settle().creates).isEqualTo(2);
  }

  @Test
  void activeDeadline_countsFromTheResumption() {
    var more = ", activeDeadlineSeconds: 60";
    var world = suspended(more).exit("1", -15, "Suspended").exit("2", -15, "Suspended");
    world.later(Duration.ofHours(1));
    world.spec(RUNNING.formatted(more));
    world.settle();
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(60));
    assertThat(world.later(Duration.ofSeconds(59)).condition("Ready")).isEqualTo("False Starting");
    world.later(Duration.ofSeconds(1));
    assertThat(world.condition("Ready")).isEqualTo("False DeadlineExceeded");
  }

  @Test
  void scaledDownWhileSuspended_resumesFewer() {
    var world = suspended("").exit("1", -15, "Suspended").exit("2", -15, "Suspended");
    world.spec("{replicas: 1, suspend: true}");
    world.settle();
    assertThat(world.status().replicas()).isEqualTo(1);
    world.spec("{replicas: 1}");
    assertThat(world.settle().alive()).containsExactly("consumers-3fa9c-1-1");
  }

  @Test
  void terminate_endsASuspendedPool() {
    var world = suspended("").exit("1", -15, "Suspended").exit("2", -15, "Suspended");
    world.spec("{replicas: 2, suspend: true, terminate: true}");
    assertThat(world.settle().condition("Failed")).isEqualTo("True Terminated");
  }
}
