package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.put;
import static dev.workerpool.relay.hybrid.HybridStage.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.relay.Relay;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace whose quota of ConfigMaps is used up: what is there may change, nothing is new. */
class RefusedTest {
  private static final String QUOTA = "exceeded quota: count/configmaps=9";

  private final HybridStage stage = new HybridStage();
  private boolean full;
  private String refused = "";

  private final class Limited extends ForwardingMaps {
    Limited() {
      super(stage.maps);
    }

    @Override
    public CompletionStage<Reply> create(MapDraft draft) {
      return full && draft.name().contains(refused)
          ? CompletableFuture.completedStage(new Refused(QUOTA))
          : super.create(draft);
    }
  }

  private Relay another() {
    var runtime = stage.world.runtime();
    var budget = new WriteBudget(WriteBudget.DEFAULT_BYTES, runtime.clock());
    return stage.another(new HybridStore(new Limited(), runtime, HybridStage.SMALL, budget));
  }

  @BeforeEach
  void limited() {
    stage.relay = another();
  }

  @Test
  void commitThatMayBeNoEntry_isStoredInTheHead() {
    stage.puts(10, 500);
    full = true;
    stage.puts(10, 500);
    assertThat(stage.problem(stage.relay)).isNull();
    stage.world.pass(Duration.ofSeconds(30));
    assertThat(stage.maps.named("-log-")).isEmpty();
    full = false;
    stage.puts(10, 500);
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(30));
  }

  @Test
  void takeOver_thatMayMakeNoEntry_isStoredInTheHead() {
    stage.puts(20, 500);
    full = true;
    refused = "-log-";
    stage.relay = another();
    assertThat(stage.problem(stage.relay)).isNull();
    stage.puts(3, 500);
    assertThat(stage.numbers(another())).isEqualTo(upTo(23));
  }

  @Test
  void whereTheHeadHasNoRoomEither_theReasonIsTold_andItGoesOnOnceThereIsRoom() {
    stage.puts(60, 900);
    full = true;
    stage.ask(stage.relay, put(61, HybridStage.text(61, 900)));
    assertThat(stage.problem(stage.relay).message()).contains(QUOTA);
    full = false;
    stage.world.pass(Duration.ofSeconds(10));
    assertThat(stage.problem(stage.relay)).isNull();
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(61));
  }
}
