package dev.workerpool.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of requests that must not be done twice: they take no room from items, and are bounded. */
class KeysTest {
  private static final Instant AT = Instant.parse("2026-11-22T15:00:00Z");

  @Test
  void manyKeys_leaveTheRoomOfTheItems() {
    Play play = new Play(8 * 1024);
    play.session(Play.A);
    play.does(Play.A, new Operation.MakeQueue("q", 0));
    play.does(Play.A, new Operation.MakeEvent("e"));
    for (int i = 0; i < 200; i++) {
      play.does(Play.A, new Operation.SetEvent("e", "k" + i));
    }
    Operation put = new Operation.Put("q", null, List.of(Body.json("1")));
    assertThat(play.does(Play.A, put)).isEqualTo(new Outcome.Stored(false));
    assertThat(play.state.bytes()).isGreaterThan(play.state.limits().bytes());
  }

  @Test
  void beyondTheirNumber_theOldestAreForgotten() {
    ChannelState state = ChannelState.fresh(Limits.ofBytes(1 << 20));
    long before = state.bytes();
    for (int i = 0; i < Limits.KEYS + 10; i++) {
      state = Fold.fold(state, new Change.KeySeen("k" + i, AT.plusMillis(i)));
    }
    assertThat(state.keys().size()).isEqualTo(Limits.KEYS);
    assertThat(state.bytes() - before).isEqualTo(Limits.KEY_BYTES);
    assertThat(state.keys().contains("k9")).isFalse();
    assertThat(state.keys().contains("k10")).isTrue();
    assertThat(state.keys().contains("k" + (Limits.KEYS + 9))).isTrue();
  }
}
