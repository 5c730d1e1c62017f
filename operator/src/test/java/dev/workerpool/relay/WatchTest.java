package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.WAIT;
import static dev.workerpool.relay.Stage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final Stage stage = new Stage();

  private WatchPage all() {
    return stage.relay.watch(null, WAIT).join();
  }

  @Test
  void watch_withoutCursor_orWithAnothers_tellsAllAtOnce() {
    assertThat(all().channels()).hasSize(1);
    ChannelView view = stage.relay.watch("another:5", WAIT).join().channels().get(0);
    assertThat(view.channel()).isEqualTo(POOL);
    assertThat(view.epoch()).isEqualTo(1);
    assertThat(view.queues()).hasSize(2);
    assertThat(view.events()).hasSize(1);
    assertThat(view.problem()).isNull();
  }

  @Test
  void watch_withCursor_waitsForAChange_andTellsManyInOnePage() {
    CompletableFuture<WatchPage> page = stage.relay.watch(all().cursor(), WAIT);
    assertThat(page).isNotDone();
    stage.now("a", put("open", "p", 1, 1));
    stage.now("a", put("open", "p", 2, 2));
    assertThat(page).isNotDone();
    stage.world.pass(RelaySettings.DEFAULT.coalesce());
    assertThat(page.join().channels().get(0).queues().get(0).ready()).isEqualTo(2);
  }

  @Test
  void watch_withNothingNew_answersAnEmptyPageInTime() {
    String cursor = all().cursor();
    CompletableFuture<WatchPage> page = stage.relay.watch(cursor, Duration.ofSeconds(1));
    stage.world.pass(Duration.ofSeconds(1));
    assertThat(page.join()).isEqualTo(new WatchPage(cursor, List.of()));
  }

  @Test
  void watch_seesTakes_too() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1));
    String cursor = all().cursor();
    stage.now("b", stage.take("b", "open", 1, "t"));
    WatchPage page = stage.relay.watch(cursor, WAIT).join();
    assertThat(page.channels().get(0).queues().get(0).leased()).isEqualTo(1);
  }

  @Test
  void watch_isQuiet_whenNothingHappensButHeartbeats() {
    String session = stage.session("b");
    String cursor = all().cursor();
    stage.now("b", new Operation.Heartbeat(session, List.of()));
    stage.now("b", stage.take("b", "open", 1, "t"));
    stage.world.pass(Duration.ofMinutes(5));
    assertThat(all().cursor()).isEqualTo(cursor);
  }
}
