package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Stopped;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's definition of the resource is older than the operator: it drops status.backoff. */
class OlderDefinitionTest {
  private static final Duration HALF = Duration.ofMillis(500);
  private static final String ON_FAILURE = "{replicas: %d, restartPolicy: OnFailure}";

  /** Ends of which no pod tells the time. */
  enum End {
    POD_DELETED(
        world -> {
          world.delete(new PodAction.Delete(world.last("1").ref(), null));
          world.exit("1", -15, "DeletedExternally");
        }),
    POD_VANISHED(world -> world.pods.clear()),
    POD_DELETED_LATER(world -> world.exit("1", 3).pods.clear()),
    WITHOUT_A_TIME(
        world ->
            world.change("1", p -> World.state(p, new Stopped(Exit.lost("StatusLost", false)))));

    private final Consumer<World> befalls;

    End(Consumer<World> befalls) {
      this.befalls = befalls;
    }
  }

  private static World world(int replicas) {
    var world = new World(ON_FAILURE.formatted(replicas));
    world.olderDefinition = true;
    return world.settle();
  }

  private static World ended(End end) {
    var world = world(1).run("1");
    end.befalls.accept(world);
    world.settle();
    assertThat(world.status().backoff()).isEmpty();
    assertThat(world.alive()).isEmpty();
    return world;
  }

  @ParameterizedTest
  @EnumSource
  void endOfUnknownTime_isWaitedForNeitherForEverNorTooShort(End end) {
    var world = ended(end);
    assertThat(world.condition("StatusKept")).isEqualTo("False OlderDefinition");

    assertThat(world.later(HALF).alive()).isEmpty();
    assertThat(world.later(HALF).alive()).containsExactly("consumers-3fa9c-1-1");
    assertThat(world.condition("StatusKept")).isEqualTo("none");
  }

  @ParameterizedTest
  @EnumSource
  void operatorThatForgetsAgainAndAgain_startsItAllTheSame(End end) {
    var world = ended(end);
    for (int i = 0; i < 2; i++) {
      world.dropped = List.of();
      assertThat(world.alive()).isEmpty();
      world.now = world.now.plus(HALF);
      world.step();
    }
    assertThat(world.alive()).containsExactly("consumers-3fa9c-1-1");
  }

  @Test
  void waits_doubleAllTheSame() {
    var world = ended(End.POD_VANISHED);
    world.later(HALF).later(HALF).run("1").pods.clear();
    world.settle();

    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(2));
  }

  @Test
  void whoEndsLater_waitsAsLong() {
    var world = world(2).run("1", "2");
    world.pods.remove(world.last("1").ref().name());
    world.settle().later(HALF).pods.remove(world.last("2").ref().name());
    world.settle();

    assertThat(world.later(HALF).alive()).containsExactly("consumers-3fa9c-1-1");
    assertThat(world.later(HALF).alive()).hasSize(1);
    assertThat(world.later(HALF).alive()).as("in whole seconds").hasSize(2);
  }

  @Test
  void definitionUpgradedMeanwhile_keepsWhatWasRemembered() {
    var world = ended(End.POD_VANISHED);
    world.olderDefinition = false;
    world.later(HALF);

    assertThat(world.status().backoff())
        .containsExactly(new BackoffGroup("2026-01-01T00:00:01Z", "1"));
    assertThat(world.condition("StatusKept")).isEqualTo("none");
    assertThat(world.later(HALF).alive()).hasSize(1);
  }
}
