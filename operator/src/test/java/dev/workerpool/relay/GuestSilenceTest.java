package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a guest's own silence ends it: not that of a relay that could hear nobody. */
class GuestSilenceTest {
  private static final Caller GUEST = new Caller.Guest("ns", "pool", "laptop");
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Outcome.Alive ALIVE = new Outcome.Alive(List.of(), false);

  private final Stage stage = new Stage();
  private Relay relay = stage.relay;
  private String session;

  private Outcome asks(Operation operation) {
    var answer = relay.submit(new Submission(POOL.ref(), GUEST, operation, Duration.ZERO, 0));
    stage.world.settle();
    return Stage.outcome(answer);
  }

  private Outcome beats() {
    return asks(new Operation.Heartbeat(session, List.of()));
  }

  private void beatsFor(Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(HEARTBEAT)) {
      stage.world.pass(HEARTBEAT);
      beats();
    }
  }

  @BeforeEach
  void aGuestHasMadeAQueue_andPut() {
    session = ((Outcome.SessionOpened) asks(new Operation.OpenSession("n", List.of()))).session();
    asks(new Operation.MakeQueue("own", 0));
    assertThat(asks(put("own", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
  }

  private void assertNothingIsLost() {
    assertThat(beats()).isEqualTo(ALIVE);
    assertThat(asks(new Operation.Join("own"))).isEqualTo(new Outcome.Unfinished(1));
  }

  @Test
  void storeThatIsAway_endsNoGuestThatBeats() {
    stage.store.down = true;
    asks(put("own", "p", 2, 2));
    beatsFor(Duration.ofMinutes(2));
    stage.store.down = false;
    stage.world.pass(Duration.ofSeconds(6));
    assertThat(beats()).isEqualTo(ALIVE);
    assertThat(asks(new Operation.Join("own"))).isEqualTo(new Outcome.Unfinished(2));
  }

  @Test
  void cleanStop_andASuccessorMuchLater_endNoGuest() {
    relay.stop();
    stage.world.pass(Duration.ofMinutes(2));
    relay = stage.takeOver();
    assertNothingIsLost();
  }

  @Test
  void silentAfterThat_isGone() {
    stage.store.down = true;
    asks(put("own", "p", 2, 2));
    stage.world.pass(Duration.ofMinutes(2));
    stage.store.down = false;
    stage.world.pass(Duration.ofSeconds(45));
    assertThat(beats()).isInstanceOf(Outcome.SessionUnknown.class);
  }
}
