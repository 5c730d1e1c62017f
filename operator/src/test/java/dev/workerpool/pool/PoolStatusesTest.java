package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.EventStatus;
import dev.workerpool.api.QueueStatus;
import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState;
import dev.workerpool.process.Source;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolStatusesTest {

  private static ChannelView channel(long ready) {
    var queue = new QueueStatus("tasks", ready, 1L, ready + 1, 7L, 0L, null);
    return new ChannelView(
        true, 4L, List.of(queue), List.of(new EventStatus("go", true)), null, null);
  }

  @Test
  void channel_isShownWithItsSums() {
    var world = new World("{replicas: 1}");
    world.channel = channel(5);
    world.settle();

    assertThat(world.status().channelEpoch()).isEqualTo(4);
    assertThat(world.status().itemsReady()).isEqualTo(5);
    assertThat(world.status().itemsLeased()).isEqualTo(1);
    assertThat(world.status().itemsDone()).isEqualTo(7);
    assertThat(world.status().events()).containsExactly(new EventStatus("go", true));
    assertThat(world.condition("ChannelReady")).isEqualTo("True Serving");
  }

  @Test
  void figures_areWrittenEveryFiveSecondsAtMost() {
    var world = new World("{replicas: 1}");
    world.channel = channel(5);
    world.settle();
    world.figuresAt = world.now;
    world.channel = channel(6);
    world.now = world.now.plusSeconds(2);

    var plan = world.step();
    assertThat(plan.requeueAfter()).contains(Duration.ofSeconds(3));
    assertThat(world.status().itemsReady()).isEqualTo(5);

    world.now = world.now.plusSeconds(3);
    world.step();
    assertThat(world.status().itemsReady()).isEqualTo(6);
  }

  @Test
  void figures_areFreshWithTheVerdict() {
    var world = new World("{replicas: 1}").settle().run("1");
    world.figuresAt = world.now;
    world.channel = channel(0);
    world.exit("1", 0);

    assertThat(world.status().itemsReady()).isZero();
    assertThat(world.condition("Finished")).startsWith("True");
  }

  @Test
  void silentRelay_leavesTheFormerFiguresAlone() {
    var world = new World("{replicas: 1}");
    world.channel = channel(5);
    world.settle();
    world.channel = ChannelView.unreachable("connection refused");
    world.settle();

    assertThat(world.status().itemsReady()).isEqualTo(5);
    assertThat(world.condition("ChannelReady")).isEqualTo("Unknown RelayUnreachable");
  }

  /** A relay tells of every channel before it has read it. */
  @Test
  void relayThatTakesOver_leavesTheFormerFiguresAlone() {
    var world = new World("{replicas: 1}");
    world.channel = channel(5);
    world.settle();
    world.channel = new ChannelView(true, null, List.of(), List.of(), null, null);
    world.settle();

    assertThat(world.status().itemsReady()).isEqualTo(5);
    assertThat(world.status().queues()).hasSize(1);
  }

  @Test
  void brokenChannel_isSaid() {
    var world = new World("{replicas: 1}");
    world.channel =
        new ChannelView(
            true, null, List.of(), List.of(), "NameTaken", "consumers-channel is not ours");
    world.settle();

    assertThat(world.condition("ChannelReady")).isEqualTo("False NameTaken");
    assertThat(world.events).extracting(PoolEvent::reason).contains("NameTaken");
  }

  @Test
  void tenThousandProcesses_areUnder100KBAndPlannedFast() {
    var world = new World("{replicas: 10000}");
    world.step();
    var random = new Random(1);
    for (var name : List.copyOf(world.pods.keySet())) {
      world.pods.compute(
          name,
          (n, p) ->
              World.state(
                  p,
                  random.nextBoolean()
                      ? new ProcessState.Started("Running", "")
                      : new ProcessState.Stopped(
                          new Exit(
                              random.nextInt(3), Source.SHIM, "Error", world.now, false, false))));
    }
    world.settle();

    var json = Serialization.asJson(world.status()).getBytes(StandardCharsets.UTF_8);
    assertThat(json.length).isLessThan(100_000);
    assertThat(world.status().processes()).hasSize(100).allMatch(p -> p.exitCode() > 0);
    long sum = world.status().alive() + world.status().succeeded() + world.status().failed();
    assertThat(sum).isEqualTo(10_000);
  }
}
