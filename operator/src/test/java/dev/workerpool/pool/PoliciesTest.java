package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.ExitCodeGroup;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Started;
import dev.workerpool.process.ProcessState.Stopped;
import dev.workerpool.process.Source;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Daemons, failurePolicy, restartPolicy Always, deadlines, and a life after the end. */
class PoliciesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SERVICE = "processes: [{name: my_service, daemon: true}]";

  private static World world(String spec, String... running) {
    return new World(spec).settle().run(running);
  }

  @Test
  void daemons_areNotWaitedForButTerminated() {
    var world = world("{replicas: 2, " + SERVICE + "}", "1", "2", "my-service").exit("1", 0);
    assertThat(world.last("my-service").deleting()).isFalse();

    world.exit("2", 0);
    assertThat(world.last("my-service").stopReason()).isEqualTo("Terminated");
    assertThat(world.condition("Reconciling")).isEqualTo("True EndingDaemons");
    assertThat(world.condition("Finished")).startsWith("False");

    world.exit("my-service", -15, "Terminated");
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
    assertThat(world.status().terminated()).isEqualTo(1);
    assertThat(world.status().failed()).isZero();
    assertThat(world.status().exitCodes())
        .contains(new ExitCodeGroup(-15, 1, "my-service", "Shim", "Terminated"));
  }

  @Test
  void daemonThatFails_isNoFailureOfThePool() {
    var world = world("{replicas: 1, " + SERVICE + "}", "1", "my-service");
    world.exit("my-service", 1).exit("1", 0);
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
  }

  @Test
  void daemonThatWasNotStartedInTime_isNotStartedAfterTheEnd() {
    var world = world("{replicas: 1}", "1");
    world.spec("{replicas: 1, " + SERVICE + "}");
    world.exit("1", 0);
    assertThat(world.pods.keySet()).containsExactly("consumers-3fa9c-1-0");
    assertThat(world.condition("Complete")).startsWith("True");
  }

  @Test
  void onlyDaemons_runOn() {
    var world = world("{replicas: 2, daemon: true}", "1", "2").exit("1", 0);
    assertThat(world.last("2").deleting()).isFalse();
    assertThat(world.exit("2", 0).condition("Finished")).startsWith("False");
  }

  @Test
  void failurePolicyTerminate_endsTheOthersWithTheFirstFailure() {
    var world = world("{replicas: 3, failurePolicy: Terminate}", "1", "2", "3").exit("2", 3);

    assertThat(world.last("1").stopReason()).isEqualTo("FailurePolicy");
    assertThat(world.condition("Ready")).isEqualTo("False ProcessFailed");
    world.exit("1", -15, "FailurePolicy").exit("3", 0, "FailurePolicy");
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
    assertThat(world.status().failed()).isEqualTo(1);
    assertThat(world.status().terminated()).isEqualTo(2);
  }

  @Test
  void failurePolicyTerminate_waitsForRestartsToBeUsedUp() {
    var spec = "{replicas: 2, failurePolicy: Terminate, restartPolicy: OnFailure, backoffLimit: 1}";
    var world = world(spec, "1", "2").exit("1", 3);
    assertThat(world.last("2").deleting()).isFalse();

    world.later(Duration.ofSeconds(1)).run("1").exit("1", 3);
    assertThat(world.last("2").deleting()).isTrue();
  }

  @Test
  void always_replacesWhateverEndsAndNeverFinishes() {
    var world = world("{replicas: 1, restartPolicy: Always, backoffLimit: 0}", "1").exit("1", 0);
    world.later(Duration.ofSeconds(1)).run("1").exit("1", 5);
    world.later(Duration.ofSeconds(2)).run("1").exit("1", 5);
    world.later(Duration.ofSeconds(4));

    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-3");
    assertThat(world.condition("Finished")).startsWith("False");
  }

  @Test
  void always_replacesAtOnceWhoRanForLong() {
    var world = world("{replicas: 1, restartPolicy: Always}", "1");
    var began = world.now;
    world.now = world.now.plusSeconds(3);
    stopped(world, 7, began);
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");

    world.run("1");
    stopped(world, 0, world.now);
    assertThat(world.alive()).as("10 s from start to start").isEmpty();
    assertThat(world.later(Duration.ofSeconds(10)).alive()).hasSize(1);
  }

  private static void stopped(World world, int code, java.time.Instant began) {
    var exit = new Exit(code, Source.SHIM, "Error", world.now, false, false, began);
    world.change("1", p -> World.state(p, new Stopped(exit)));
    world.settle();
  }

  @Test
  void neverAdmitted_isTriedAgainWhateverThePolicyAsItNeverRan() {
    var world = world("{replicas: 1, backoffLimit: 1}");
    notAdmitted(world);
    assertThat(world.later(Duration.ofSeconds(1)).alive()).containsExactly("consumers-3fa9c-1-1");
    notAdmitted(world);
    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
  }

  private static void notAdmitted(World world) {
    var exit = new Exit(255, Source.SYNTHESIZED, "NotAdmitted", world.now, true, false);
    world.change("1", p -> World.state(p, new Stopped(exit)));
    world.settle();
  }

  @Test
  void startDeadline_givesUpWhoWaits() {
    var world = world("{replicas: 2, startDeadlineSeconds: 60}", "2");
    world.change("1", p -> World.state(p, new Started("ImagePull", "no such image", world.now)));
    world.settle();
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(60));

    world.later(Duration.ofSeconds(60));
    assertThat(world.last("1").stopReason()).isEqualTo("StartFailed");
    assertThat(world.last("2").deleting()).as("one that runs has started").isFalse();
  }

  @Test
  void activeDeadline_endsThePool() {
    var world = world("{replicas: 2, activeDeadlineSeconds: 100}", "1", "2").exit("1", 0);
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(100));

    world.later(Duration.ofSeconds(100));
    assertThat(world.last("2").stopReason()).isEqualTo("DeadlineExceeded");
    assertThat(world.condition("Reconciling")).isEqualTo("True DeadlineExceeded");
    world.exit("2", -15, "DeadlineExceeded");

    assertThat(world.condition("Failed")).isEqualTo("True DeadlineExceeded");
    assertThat(world.status().failed()).isEqualTo(1);
  }

  @Test
  void activeDeadline_alsoEndsWhoIsRestartedAlways() {
    var world = world("{replicas: 1, restartPolicy: Always, activeDeadlineSeconds: 9}", "1");
    world.later(Duration.ofSeconds(9)).exit("1", -15, "DeadlineExceeded");
    assertThat(world.condition("Failed")).isEqualTo("True DeadlineExceeded");
  }

  @Test
  void ttl_expiresThePoolAfterItsEndOnly() {
    var world = world("{replicas: 1, ttlSecondsAfterFinished: 30}", "1");
    world.later(Duration.ofHours(1));
    assertThat(world.plan().expired()).isFalse();

    world.exit("1", 0);
    assertThat(world.plan().expired()).isFalse();
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(30));
    world.later(Duration.ofSeconds(30));
    assertThat(world.plan().expired()).isTrue();
  }

  /** The status that we write wakes nobody. */
  @Test
  void ttl_isWaitedForFromTheVerdictOn() {
    var world = new World("{replicas: 1, terminate: true, ttlSecondsAfterFinished: 5}");
    assertThat(world.step().requeueAfter()).contains(Duration.ofSeconds(5));
    assertThat(world.condition("Finished")).startsWith("True");

    var atOnce = new World("{replicas: 1, terminate: true, ttlSecondsAfterFinished: 0}");
    var plan = atOnce.step();
    assertThat(plan.expired()).as("the verdict is durable first").isFalse();
    assertThat(plan.requeueAfter()).hasValueSatisfying(d -> assertThat(d).isLessThan(SECOND));
    assertThat(atOnce.plan().expired()).isTrue();
  }

  @Test
  void terminate_endsAllAndFailsThePool() {
    var world = world("{replicas: 2, restartPolicy: OnFailure}", "1", "2").exit("1", 0);
    world.spec("{replicas: 2, restartPolicy: OnFailure, terminate: true}");
    world.settle();
    assertThat(world.last("2").stopReason()).isEqualTo("Terminated");
    world.exit("2", -9, "Terminated");

    assertThat(world.condition("Failed")).isEqualTo("True Terminated");
    assertThat(world.status().terminated()).isEqualTo(1);
    assertThat(world.status().succeeded()).isEqualTo(1);
  }

  @Test
  void terminateFromTheStart_startsNothing() {
    var world = world("{replicas: 2, terminate: true}");
    assertThat(world.creates).isZero();
    assertThat(world.condition("Failed")).isEqualTo("True Terminated");
  }
}
