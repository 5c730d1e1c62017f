package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.process.ProcessState.Started;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How generic tools read a pool. The rules are those of kstatus (sigs.k8s.io/cli-utils,
 * pkg/kstatus/status/generic.go and status.go), by which Flux, {@code kpt} and others judge:
 * deletion, then generation, then Reconciling and Stalled in the order of the list, then Ready.
 * {@code kubectl wait} reads a single condition.
 */
class KstatusTest {

  private static String kstatus(WorkerPool pool) {
    if (pool.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    var status = pool.getStatus();
    if (status.observedGeneration() != null
        && !status.observedGeneration().equals(pool.getMetadata().getGeneration())) {
      return "InProgress";
    }
    for (var condition : status.conditions()) {
      if (condition.type().equals(Condition.RECONCILING) && condition.holds()) {
        return "InProgress";
      }
      if (condition.type().equals(Condition.STALLED) && condition.holds()) {
        return "Failed";
      }
    }
    return Conditions.find(status.conditions(), Condition.READY)
        .map(ready -> ready.holds() ? "Current" : "InProgress")
        .orElse("Current");
  }

  private static World world(String spec, String... running) {
    return new World(spec).settle().run(running);
  }

  private static World firstVisit(String spec) {
    var world = new World(spec);
    world.step();
    return world;
  }

  private static World respec(World world, String spec) {
    world.spec(spec);
    return world.settle();
  }

  private static World refused(World world) {
    world.problem = Optional.of(new Problem("QuotaExceeded", "no", world.now, 1));
    world.step();
    return world;
  }

  private static World changed(World world, UnaryOperator<ObservedPod> change) {
    world.change("1", change);
    return world.settle();
  }

  /** States of a pool, and what tools shall think of them. */
  enum State {
    FIRST_VISIT("InProgress", "Starting", firstVisit("{replicas: 2}")),
    FIRST_VISIT_OF_NOTHING("Current", "NoProcesses", firstVisit("{replicas: 0}")),
    FIRST_VISIT_SUSPENDED("InProgress", "Suspended", firstVisit("{replicas: 1, suspend: true}")),
    FIRST_VISIT_INVALID(
        "Failed", "InvalidSpec", firstVisit("{processes: [{name: a b}, {name: a_b}]}")),
    STARTING("InProgress", "Starting", world("{replicas: 2}", "1")),
    ALL_STARTED("Current", "AllStarted", world("{replicas: 2}", "1", "2")),
    ONE_ENDED("Current", "AllStarted", world("{replicas: 2}", "1", "2").exit("1", 0)),
    ONE_FAILED("Current", "AllStarted", world("{replicas: 2}", "1", "2").exit("1", 3)),
    RESTARTING(
        "InProgress",
        "Restarting",
        world("{replicas: 1, restartPolicy: OnFailure}", "1").exit("1", 3)),
    IMAGE_PULL(
        "InProgress",
        "ImagePull",
        changed(world("{replicas: 1}"), p -> World.state(p, new Started("ImagePull", "no")))),
    UNREACHABLE(
        "InProgress",
        "NodeUnreachable",
        changed(world("{replicas: 1}"), p -> World.state(p, new Started("NodeUnreachable", "")))),
    REFUSED("Failed", "QuotaExceeded", refused(new World("{replicas: 1}"))),
    SUSPENDING(
        "InProgress",
        "Suspending",
        respec(world("{replicas: 1}", "1"), "{replicas: 1, suspend: true}")),
    SUSPENDED(
        "InProgress",
        "Suspended",
        respec(world("{replicas: 1}", "1"), "{replicas: 1, suspend: true}")
            .exit("1", -15, "Suspended")),
    ENDING_DAEMONS(
        "InProgress",
        "EndingDaemons",
        world("{replicas: 1, processes: [{name: d, daemon: true}]}", "1", "d").exit("1", 0)),
    TERMINATING(
        "InProgress",
        "Terminated",
        respec(world("{replicas: 1}", "1"), "{replicas: 1, terminate: true}")),
    COMPLETE("Current", "AllSucceeded", world("{replicas: 1}", "1").exit("1", 0)),
    FAILED("Failed", "ProcessFailed", world("{replicas: 1}", "1").exit("1", 1)),
    TERMINATED("Failed", "Terminated", firstVisit("{replicas: 1, terminate: true}"));

    private final String kstatus;
    private final String reason;
    private final World world;

    State(String kstatus, String reason, World world) {
      this.kstatus = kstatus;
      this.reason = reason;
      this.world = world;
    }
  }

  @ParameterizedTest
  @EnumSource
  void state_isReadRightly(State state) {
    assertThat(kstatus(state.world.pool)).isEqualTo(state.kstatus);
    assertThat(state.world.condition("Ready")).endsWith(" " + state.reason);
  }

  @ParameterizedTest
  @EnumSource
  void conditions_agree(State state) {
    var world = state.world;
    boolean complete = world.condition("Complete").startsWith("True");
    boolean failed = world.condition("Failed").startsWith("True");
    assertThat(complete && failed).isFalse();
    assertThat(world.condition("Finished").startsWith("True")).isEqualTo(complete || failed);
    if (world.condition("Reconciling").startsWith("True")) {
      assertThat(world.condition("Stalled")).startsWith("False");
      assertThat(world.condition("Ready")).startsWith("False");
    }
  }

  @Test
  void changedSpec_isInProgressUntilItWasLookedAt() {
    var world = world("{replicas: 1}", "1");
    world.spec("{replicas: 2}");
    assertThat(kstatus(world.pool)).isEqualTo("InProgress");
  }

  @Test
  void deletedPool_isTerminating() {
    var world = world("{replicas: 1}", "1");
    world.pool.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(kstatus(world.pool)).isEqualTo("Terminating");
  }
}
