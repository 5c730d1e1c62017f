package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.numbered;
import static dev.workerpool.channel.Play.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Declaration.DeclaredQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Play play = new Play();

  @Test
  void makeQueue_isIdempotent_andTellsADifference() {
    assertThat(play.does(A, new Operation.MakeQueue("q", 5)))
        .isEqualTo(new Outcome.QueueMade(true));
    assertThat(play.does(B, new Operation.MakeQueue("q", 5)))
        .isEqualTo(new Outcome.QueueMade(false));
    assertThat(play.does(B, new Operation.MakeQueue("q", 6)))
        .isInstanceOf(Outcome.ExistsDifferently.class);
  }

  @Test
  void names_areChecked() {
    for (String bad : List.of("", "A", "-a", "a-", "a b", "a/b", "x".repeat(64))) {
      assertThat(play.does(A, new Operation.MakeQueue(bad, 0)))
          .isInstanceOf(Outcome.Malformed.class);
      assertThat(play.does(A, new Operation.MakeEvent(bad))).isInstanceOf(Outcome.Malformed.class);
    }
    for (String good : List.of("a", "a-b_c.d", "0", "x".repeat(63))) {
      assertThat(play.does(A, new Operation.MakeQueue(good, 0)))
          .isEqualTo(new Outcome.QueueMade(true));
    }
  }

  @Test
  void names_areCapped() {
    Play roomy = new Play(10 << 20);
    for (int i = 0; i < 1000; i++) {
      Applied a =
          Channels.apply(
              roomy.state, new Request(A, new Operation.MakeQueue("q" + i, 0)), roomy.now);
      roomy.state = a.state();
    }
    Request more = new Request(A, new Operation.MakeEvent("e"));
    assertThat(Channels.apply(roomy.state, more, roomy.now).outcome())
        .isInstanceOf(Outcome.ByteQuota.class);
  }

  @Test
  void madeAtRunTime_goesWithItsCreator() {
    play.does(A, new Operation.MakeQueue("mine", 0));
    play.does(A, new Operation.MakeEvent("mine"));
    play.does(B, new Operation.MakeQueue("theirs", 0));
    play.session(B);
    play.does(B, numbered("mine", "p", 1, 1, 2));
    play.take(B, "mine", 1, "a");
    play.does(B, new Operation.EndOwner("pod-a", 0));
    Outcome.Listed listed = (Outcome.Listed) play.does(B, new Operation.ListAll());
    assertThat(listed.queues()).extracting(QueueStats::name).containsExactly("theirs");
    assertThat(listed.events()).isEmpty();
    assertThat(play.state.sessions().values().iterator().next().leases()).isEmpty();
  }

  @Test
  void declared_staysWhenItsCreatorEnds() {
    play.does(A, new Operation.MakeQueue("q", 0));
    play.does(A, new Operation.MakeEvent("e"));
    play.does(A, new Operation.SetEvent("e", null));
    play.does(A, declare(List.of("e"), new DeclaredQueue("q", 7)));
    play.does(B, new Operation.EndOwner("pod-a", 0));
    assertThat(play.stats("q").maxSize()).isEqualTo(7);
    assertThat(play.does(B, new Operation.ReadEvent("e", null)))
        .isEqualTo(new Outcome.EventIs(new EventValue("e", true, 1), false));
  }

  @Test
  void declaration_changesNothingTheSecondTime() {
    Operation declare = declare(List.of("e"), new DeclaredQueue("q", 7));
    play.does(A, declare);
    assertThat(play.changes).hasSize(2);
    play.does(A, declare);
    assertThat(play.changes).isEmpty();
  }

  @Test
  void declaration_keepsItemsAndClosing_whenTheBoundChanges() {
    play.does(A, declare(List.of(), new DeclaredQueue("q", 7)));
    play.does(A, put("q", 1, 2));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    play.does(A, declare(List.of(), new DeclaredQueue("q", 1)));
    assertThat(play.stats("q").closed()).isEqualTo(CloseMode.DRAIN);
    assertThat(play.peek("q")).containsExactly("1", "2");
  }

  @Test
  void undeclared_goesOnceItIsEmpty() {
    play.does(A, declare(List.of("e"), new DeclaredQueue("q", 0), new DeclaredQueue("empty", 0)));
    play.does(A, put("q", 1));
    play.does(A, declare(List.of()));
    Outcome.Listed listed = (Outcome.Listed) play.does(A, new Operation.ListAll());
    assertThat(listed.queues()).extracting(QueueStats::name).containsExactly("q");
    assertThat(listed.events()).isEmpty();
    play.does(A, new Operation.Purge("q"));
    play.does(A, declare(List.of()));
    assertThat(play.does(A, new Operation.Stats("q"))).isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  void event_countsSetsThatTakeEffect() {
    play.does(A, new Operation.MakeEvent("e"));
    assertThat(play.does(A, new Operation.MakeEvent("e")))
        .isEqualTo(new Outcome.EventIs(new EventValue("e", false, 0), false));
    play.does(A, new Operation.SetEvent("e", null));
    play.does(A, new Operation.SetEvent("e", null));
    play.does(A, new Operation.ClearEvent("e", null));
    play.does(A, new Operation.ClearEvent("e", null));
    assertThat(play.does(A, new Operation.SetEvent("e", null)))
        .isEqualTo(new Outcome.EventIs(new EventValue("e", true, 2), false));
  }

  @Test
  void event_setRepeatedWithItsKey_doesNotUndoAClear() {
    play.does(A, new Operation.MakeEvent("e"));
    play.does(A, new Operation.SetEvent("e", "k"));
    play.does(B, new Operation.ClearEvent("e", null));
    assertThat(play.does(A, new Operation.SetEvent("e", "k")))
        .isEqualTo(new Outcome.EventIs(new EventValue("e", false, 1), false));
  }

  @Test
  void event_unknown_answersNotFound() {
    for (Operation op :
        List.of(
            new Operation.SetEvent("e", null),
            new Operation.ClearEvent("e", null),
            new Operation.ReadEvent("e", null))) {
      assertThat(play.does(A, op)).isInstanceOf(Outcome.NotFound.class);
    }
  }

  @Test
  void stats_tellTheOldestReadyItem() {
    play.queue("q", 0);
    assertThat(play.stats("q").oldestSince()).isNull();
    play.does(A, put("q", 1));
    assertThat(play.stats("q").oldestSince()).isEqualTo(play.now);
  }

  private static Operation declare(List<String> events, DeclaredQueue... queues) {
    return new Operation.Declare(new Declaration(List.of(queues), events));
  }
}
