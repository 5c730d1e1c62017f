package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.ExitCodeGroup;
import dev.workerpool.process.ProcessState.Started;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** lostAfterSeconds: a process on a node that doesn't answer is given up, where one asks for it. */
class LostTest {
  private static final String SPEC = "{replicas: 2, restartPolicy: OnFailure, backoffLimit: 0%s}";

  private static World silent(String more) {
    var world = new World(SPEC.formatted(more)).settle().run("1", "2");
    var since = world.now;
    world.change("1", p -> World.state(p, new Started("NodeUnreachable", "", since)));
    return world.settle();
  }

  @Test
  void withoutOptIn_itStaysAlive() {
    var world = silent("").later(Duration.ofDays(3));
    assertThat(world.alive()).hasSize(2);
    assertThat(world.condition("Ready")).isEqualTo("False NodeUnreachable");
  }

  @Test
  void withOptIn_itIsLostThenDeletedThenStartedElsewhere() {
    var world = silent(", lostAfterSeconds: 60");
    assertThat(world.plan().requeueAfter()).contains(Duration.ofSeconds(60));
    world.now = world.now.plusSeconds(60);

    var plan = world.step();
    assertThat(plan.stops()).as("the record is durable first").isEmpty();
    assertThat(world.status().lost()).isEqualTo(1);
    assertThat(world.status().exitCodes())
        .containsExactly(new ExitCodeGroup(255, 1, "1", "Lost", "NodeUnreachable"));

    world.settle();
    assertThat(world.pods).as("released and deleted").doesNotContainKey("consumers-3fa9c-1-0");
    assertThat(world.last("1").attempt()).isEqualTo(1);
    assertThat(world.status().disruptions()).as("not charged").isEqualTo("1=1");
  }

  @Test
  void whenItsNodeComesBack_theRecordStaysAndThePodGoes() {
    var world = new World("{replicas: 2, lostAfterSeconds: 60}").settle().run("1", "2");
    var since = world.now;
    world.change("1", p -> World.state(p, new Started("NodeUnreachable", "", since)));
    world.now = world.now.plusSeconds(60);
    world.step();
    world.change("1", p -> World.state(p, new Started("Running", "")));
    world.settle();

    assertThat(world.status().lost()).isEqualTo(1);
    assertThat(world.status().alive()).isEqualTo(1);
    assertThat(world.pods).doesNotContainKey("consumers-3fa9c-1-0");
  }

  @Test
  void podThatOutlivesItsGrace_isLostToo() {
    var world = new World("{replicas: 1, lostAfterSeconds: 60}").settle().run("1");
    var graceEnds = world.now.plusSeconds(30);
    world.change("1", p -> World.state(p, new Started("Terminating", "", graceEnds)));
    assertThat(world.later(Duration.ofSeconds(89)).status().lost()).isZero();
    assertThat(world.later(Duration.ofSeconds(1)).status().lost()).isEqualTo(1);
    assertThat(world.condition("Failed")).isEqualTo("True Disrupted");
  }
}
