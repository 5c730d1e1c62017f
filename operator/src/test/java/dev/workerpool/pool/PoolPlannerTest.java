package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.ExitCodeGroup;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState;
import dev.workerpool.process.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A pool's life, told by what the planner does in a world that carries its plans out. */
class PoolPlannerTest {

  @Test
  void start_createsEveryProcessOnce() {
    var world = new World("{replicas: 2, processes: [{name: My Service}]}").settle();

    assertThat(world.pods.keySet())
        .containsExactlyInAnyOrder(
            "consumers-3fa9c-1-0", "consumers-3fa9c-2-0", "consumers-3fa9c-my-service-0");
    assertThat(world.creates).isEqualTo(3);
    assertThat(world.status().alive()).isEqualTo(3);
    assertThat(world.status().replicas()).isEqualTo(2);
    assertThat(world.status().started()).isEqualTo("1-2,my-service");
    assertThat(world.condition("Ready")).isEqualTo("False Starting");
    assertThat(world.condition("Reconciling")).isEqualTo("True Starting");
    assertThat(world.condition("Finished")).isEqualTo("False NotFinished");
  }

  @Test
  void firstVisit_hasEveryCondition() {
    var world = new World("{replicas: 2}");
    world.step();

    assertThat(world.status().conditions())
        .extracting("type")
        .containsExactly(
            "Ready",
            "Reconciling",
            "Stalled",
            "ChannelReady",
            "ExitCodesExact",
            "Suspended",
            "Complete",
            "Failed",
            "Finished");
    assertThat(world.status().conditions()).allMatch(c -> c.observedGeneration() == 1);
  }

  @Test
  void settledWorld_isLeftAlone() {
    var world = new World("{replicas: 3}").settle().run("1", "2", "3").exit("2", 3);
    int writes = world.writes;

    var plan = world.step();

    assertThat(plan.creates()).isEmpty();
    assertThat(plan.stops()).isEmpty();
    assertThat(plan.releases()).isEmpty();
    assertThat(plan.events()).isEmpty();
    assertThat(world.writes).isEqualTo(writes);
  }

  @Test
  void allEndWithZero_isComplete() {
    var world = new World("{replicas: 2}").settle().run("1", "2").exit("1", 0).exit("2", 0);

    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
    assertThat(world.condition("Failed")).isEqualTo("False AllSucceeded");
    assertThat(world.condition("Finished")).isEqualTo("True AllSucceeded");
    assertThat(world.condition("Ready")).isEqualTo("True AllSucceeded");
    assertThat(world.status().succeeded()).isEqualTo(2);
    assertThat(world.status().exitSummary()).isEqualTo("0×2");
    assertThat(world.pods.values()).noneMatch(ObservedPod::held);
  }

  @Test
  void oneFails_isFailedWhenAllHaveEnded() {
    var world = new World("{replicas: 3}").settle().run("1", "2", "3").exit("1", 3);

    assertThat(world.condition("Finished")).isEqualTo("False NotFinished");
    world.exit("2", 0).exit("3", -9, "Killed");

    assertThat(world.condition("Failed")).isEqualTo("True ProcessFailed");
    assertThat(world.condition("Stalled")).isEqualTo("True ProcessFailed");
    assertThat(world.status().exitCodes())
        .containsExactly(
            new ExitCodeGroup(0, 1, "2", "Shim", "Completed"),
            new ExitCodeGroup(3, 1, "1", "Shim", "Error"),
            new ExitCodeGroup(-9, 1, "3", "Shim", "Killed"));
    assertThat(world.status().exitSummary()).isEqualTo("0×1 3×1 -9×1");
    assertThat(world.status().processes().get(0).exitCode()).isEqualTo(3);
    assertThat(world.status().processes().get(1).signal()).isEqualTo("SIGKILL");
    assertThat(world.events).extracting(PoolEvent::reason).contains("ProcessFailed", "Failed");
  }

  @Test
  void verdict_neverChanges() {
    var world = new World("{replicas: 1}").settle().run("1").exit("1", 0);
    world.spec("{replicas: 3}");
    world.settle();

    assertThat(world.creates).isEqualTo(1);
    assertThat(world.condition("Complete")).isEqualTo("True AllSucceeded");
    assertThat(world.status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void noProcesses_haveNoVerdict() {
    var world = new World("{replicas: 0}").settle();

    assertThat(world.condition("Finished")).isEqualTo("False NotFinished");
    assertThat(world.condition("Ready")).isEqualTo("True NoProcesses");
  }

  @Test
  void firstRecord_staysWhateverThePodSaysLater() {
    var world = new World("{replicas: 2}").settle().run("1", "2").exit("1", 3);
    world.exit("1", 137, "ContainerStatusUnknown");

    assertThat(world.status().exitSummary()).isEqualTo("3×1");
  }

  @Test
  void conflictOnStatus_releasesNothing() {
    var world = new World("{replicas: 1}").settle().run("1");
    world.change("1", p -> World.state(p, new ProcessState.Stopped(exitOf(world, 0))));
    world.conflict = true;
    world.step();

    assertThat(world.last("1").held()).isTrue();
    world.conflict = false;
    world.settle();
    assertThat(world.last("1").held()).isFalse();
  }

  @Test
  void recordOutlivesItsPod() {
    var world = new World("{replicas: 2}").settle().run("1", "2").exit("1", 3);
    world.pods.remove("consumers-3fa9c-1-0");
    world.settle();

    assertThat(world.status().exitSummary()).isEqualTo("3×1");
    assertThat(world.creates).isEqualTo(2);
  }

  @Test
  void podThatVanishes_isLostAndNotStartedTwice() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    world.pods.remove("consumers-3fa9c-1-0");
    world.settle();

    assertThat(world.status().lost()).isEqualTo(1);
    assertThat(world.status().exitCodes())
        .containsExactly(new ExitCodeGroup(255, 1, "1", "Lost", "PodVanished"));
    assertThat(world.creates).isEqualTo(2);
  }

  @Test
  void podNotSeenYet_isNotCreatedAgainAndNotLost() {
    var world = new World("{replicas: 1}").settle();
    var name = world.pods.keySet().iterator().next();

    var plan =
        PoolPlanner.plan(
            new Observed(
                world.pool,
                List.of(),
                Set.of(name),
                world.channel,
                Optional.empty(),
                null,
                world.now));

    assertThat(plan.creates()).isEmpty();
    assertThat(plan.status().lost()).isZero();
    assertThat(plan.status().alive()).isEqualTo(1);
  }

  @Test
  void deletedPod_isRecordedAndReleased() {
    var world = new World("{replicas: 2}").settle().run("1", "2");
    var ref = world.last("1").ref();
    world.delete(new PodAction.Delete(ref, null));
    world.settle();
    assertThat(world.pods).containsKey(ref.name());

    world.exit("1", -15, "DeletedExternally");

    assertThat(world.pods).doesNotContainKey(ref.name());
    assertThat(world.status().exitSummary()).isEqualTo("-15×1");
  }

  @Test
  void deletedPool_releasesEverythingAndRecordsNothing() {
    var world = new World("{replicas: 2}").settle().run("1");
    var before = world.status();
    world.change("1", p -> World.state(p, new ProcessState.Stopped(exitOf(world, 1))));
    world.pool.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    world.step();

    assertThat(world.pods.values()).noneMatch(ObservedPod::held);
    assertThat(world.status()).isEqualTo(before);
    assertThat(world.plan().creates()).isEmpty();
  }

  @Test
  void faultySpec_startsNothingAndSaysWhy() {
    var world = new World("{processes: [{name: a b}, {name: a_b}]}").settle();

    assertThat(world.creates).isZero();
    assertThat(world.condition("Stalled")).isEqualTo("True InvalidSpec");
    assertThat(world.events)
        .singleElement()
        .satisfies(e -> assertThat(e.message()).contains("spec.processes[1].name"));
  }

  @Test
  void problem_waitsLongerEachTime() {
    var world = new World("{replicas: 1}");
    world.problem = Optional.of(new Problem("PodRefused", "violates PodSecurity", world.now, 3));

    var plan = world.step();

    assertThat(plan.creates()).isEmpty();
    assertThat(plan.requeueAfter()).contains(Duration.ofSeconds(4));
    assertThat(world.condition("Stalled")).isEqualTo("True PodRefused");
    assertThat(world.events).extracting(PoolEvent::reason).containsExactly("PodRefused");
    world.now = world.now.plusSeconds(4);
    assertThat(world.plan().creates()).hasSize(1);
  }

  @Test
  void refusedCreate_stopsTheOthers() {
    var world = new World("{replicas: 5}");
    world.refuse = new CreateOutcome.Refused("PodRefused", "no");

    var result =
        new PlanExecutor(
                world,
                RelayAsks.NOBODY,
                new WorkerPods(new PodSettings("u", "i", null)),
                World.BATCHES)
            .execute(world.pool, world.plan(), p -> true);

    assertThat(result.refusal()).contains(world.refuse);
    assertThat(result.unfinished()).isTrue();
  }

  @Test
  void imageThatCannotBePulled_isSaidOnce() {
    var world = new World("{replicas: 2}").settle();
    world.change("1", p -> World.state(p, new ProcessState.Started("ImagePull", "no such image")));
    world.settle();
    world.settle();

    assertThat(world.condition("Ready")).isEqualTo("False ImagePull");
    assertThat(world.events).filteredOn(e -> e.reason().equals("ImagePull")).hasSize(1);
  }

  private static Exit exitOf(World world, int code) {
    return new Exit(code, Source.SHIM, "Completed", world.now, false, false);
  }

  @Test
  void withoutShim_exitCodesAreSaidToBeTheRuntimes() {
    var world = new World("{replicas: 1, shim: None}").settle();
    assertThat(world.condition("ExitCodesExact")).isEqualTo("False NoShim");
    assertThat(new World("{replicas: 1}").settle().condition("ExitCodesExact"))
        .isEqualTo("True ShimRecords");
  }

  @Test
  void executor_saysWhatWasDoneAndWhatIsLeft() {
    var world = new World("{replicas: 3}").settle().run("1", "2", "3");
    for (String key : List.of("1", "2", "3")) {
      world.change(key, p -> World.state(p, new ProcessState.Stopped(exitOf(world, 0))));
    }
    var twoAtMost =
        new PlanExecutor.Batches() {
          @Override
          public <T, R> List<R> each(
              List<T> items, Function<T, R> work, Function<R, Boolean> stop) {
            return items.stream().limit(2).map(work).toList();
          }
        };
    var executor =
        new PlanExecutor(
            world, RelayAsks.NOBODY, new WorkerPods(new PodSettings("u", "i", null)), twoAtMost);

    var result = executor.execute(world.pool, world.plan(), p -> true);
    assertThat(result.done()).hasSize(2);
    assertThat(result.unfinished()).isTrue();

    var refused = executor.execute(world.pool, world.plan(), p -> false);
    assertThat(refused.done()).as("nothing is released before it is written").isEmpty();
  }
}
