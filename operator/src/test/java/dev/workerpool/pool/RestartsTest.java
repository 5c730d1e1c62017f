package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Stopped;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** restartPolicy OnFailure: a failed process is started again, as another attempt. */
class RestartsTest {
  private static final String ON_FAILURE =
      "{replicas: 1, restartPolicy: OnFailure, backoffLimit: %d}";

  private static World world(int limit) {
    return new World(ON_FAILURE.formatted(limit)).settle().run("1");
  }

  private static void wait(World world, Duration time) {
    world.now = world.now.plus(time);
    world.settle();
  }

  @Test
  void failed_isStartedAgainAfterASecond() {
    var world = world(6).exit("1", 3);

    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(1));
    assertThat(world.condition("Ready")).isEqualTo("False Restarting");
    wait(world, Duration.ofSeconds(1));

    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");
    assertThat(world.status().restarts()).isEqualTo("1=1");
    assertThat(world.status().failed()).isZero();
    assertThat(world.status().exitCodes()).isEmpty();
    assertThat(world.events).extracting(PoolEvent::reason).contains("ProcessFailed", "Restarted");
  }

  @Test
  void succeeded_isNotStartedAgain() {
    var world = world(6).exit("1", 0);
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
    assertThat(world.creates).isEqualTo(1);
  }

  @Test
  void waits_double() {
    var world = world(6).exit("1", 3);
    wait(world, Duration.ofSeconds(1));
    world.run("1").exit("1", 3);
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(2));
    wait(world, Duration.ofSeconds(2));
    world.run("1").exit("1", 3);
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(4));
  }

  @Test
  void backoffLimit_endsIt() {
    var world = world(1).exit("1", 3);
    wait(world, Duration.ofSeconds(1));
    world.run("1").exit("1", 4);

    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
    assertThat(world.status().exitSummary()).isEqualTo("4×1");
    assertThat(world.status().restarts()).isEqualTo("1=1");
  }

  @Test
  void disruption_isNotChargedAndRestartedAtOnce() {
    var world = world(0).exit("1", -15, "Drained");
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");
    assertThat(world.status().disruptions()).isEqualTo("1=1");

    world.run("1").exit("1", 3);
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
  }

  @Test
  void chargedRestarts_areCountedBesideDisruptions() {
    var world = world(1).exit("1", -15, "Drained").run("1").exit("1", 3);
    wait(world, Duration.ofSeconds(1));
    world.run("1").exit("1", 3);

    assertThat(world.status().restarts()).isEqualTo("1=2");
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
  }

  @Test
  void restart_waitsForTheRecordToBeDurable() {
    var world = world(6);
    world.conflict = true;
    world.change(
        "1",
        p ->
            World.state(
                p,
                new dev.workerpool.process.ProcessState.Stopped(
                    dev.workerpool.process.Exit.lost("StatusLost", false))));
    world.step();

    assertThat(world.plan().creates()).isEmpty();
  }

  @Test
  void lastPodAndLastFailedPodStay() {
    var world = world(6).exit("1", 3);
    wait(world, Duration.ofSeconds(1));
    world.run("1").exit("1", 3);
    wait(world, Duration.ofSeconds(2));
    world.run("1").exit("1", 0);

    assertThat(world.pods.keySet()).containsExactly("consumers-3fa9c-1-1", "consumers-3fa9c-1-2");
  }

  @Test
  void attemptsGoOnCountingWhenAllPodsAreGone() {
    var world = world(6).exit("1", 3);
    wait(world, Duration.ofSeconds(1));
    world.run("1").exit("1", 3);
    world.pods.clear();
    world.settle();
    wait(world, Duration.ofSeconds(2));

    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-2");
    assertThat(world.status().restarts()).isEqualTo("1=2");
  }

  private static World deletePod(World world) {
    world.delete(new PodAction.Delete(world.last("1").ref(), null));
    return world.exit("1", -15, "DeletedExternally");
  }

  @Test
  void podDeletedByHand_isWaitedForAllTheSame() {
    var world = deletePod(world(6));
    assertThat(world.pods).isEmpty();
    assertThat(world.status().backoff())
        .containsExactly(new BackoffGroup("2026-01-01T00:00:01Z", "1"));
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(1));

    wait(world, Duration.ofSeconds(1));
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");
    assertThat(world.status().backoff()).isEmpty();

    deletePod(world.run("1"));
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(2));
  }

  @Test
  void failedPodDeletedDuringItsWait_isNoWayRoundIt() {
    var world = world(6).exit("1", 3);
    world.now = world.now.plusMillis(500);
    world.pods.clear();
    world.settle();
    assertThat(world.alive()).isEmpty();
    assertThat(world.status().backoff())
        .containsExactly(new BackoffGroup("2026-01-01T00:00:02Z", "1"));

    wait(world, Duration.ofMillis(1_500));
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");
  }

  @Test
  void endWithoutATime_isWaitedForFromWhenItWasSeen() {
    var world = new World("{replicas: 1, restartPolicy: Always}").settle();
    world.change("1", p -> World.state(p, new Stopped(Exit.lost("StatusLost", false))));
    world.settle();

    assertThat(world.alive()).isEmpty();
    assertThat(world.status().backoff()).hasSize(1);
    wait(world, Duration.ofSeconds(1));
    assertThat(world.alive()).hasSize(1);
  }

  @Test
  void finishedPool_remembersNoWaits() {
    var world = deletePod(world(0));
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
    assertThat(world.status().backoff()).isEmpty();
  }

  @Test
  void never_isNever() {
    var world = new World("{replicas: 2}").settle().run("1", "2").exit("1", -15, "Drained");
    assertThat(world.creates).isEqualTo(2);
    world.exit("2", 0);
    assertThat(world.condition("Failed")).isEqualTo("True Disrupted");
  }

  @Test
  void onlyDisrupted_isNoSuccess() {
    var world = new World("{replicas: 1}").settle().run("1").exit("1", -15, "Drained");
    assertThat(world.condition("Failed")).isEqualTo("True Disrupted");
  }

  @Test
  void disruptedThatEndedWell_isASuccess() {
    var world = new World("{replicas: 1}").settle().run("1").exit("1", 0, "Drained");
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
  }
}
