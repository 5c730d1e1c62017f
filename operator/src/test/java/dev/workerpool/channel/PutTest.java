package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.numbered;
import static dev.workerpool.channel.Play.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PutTest {
  private final Play play = new Play();

  @BeforeEach
  void queue() {
    play.queue("q", 3);
    play.queue("open", 0);
  }

  @Test
  void put_storesInOrder() {
    assertThat(play.does(A, numbered("q", "p", 1, 1, 2))).isEqualTo(new Outcome.Stored(false));
    assertThat(play.does(A, numbered("q", "p", 3, 3))).isEqualTo(new Outcome.Stored(false));
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
  }

  @Test
  void put_onUnknownQueue_answersNotFound() {
    assertThat(play.does(A, put("nope", 1))).isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  void put_onFullQueue_answersFullAndUsesNoNumber() {
    play.does(A, numbered("q", "p", 1, 1, 2, 3));
    assertThat(play.does(A, numbered("q", "p", 4, 4))).isEqualTo(new Outcome.Full("q", 3));
    assertThat(play.changes).isEmpty();
    play.session(B);
    play.take(B, "q", 1, "a");
    assertThat(play.does(A, numbered("q", "p", 4, 4))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void put_ofABatchThatFitsInPart_storesNothing() {
    play.does(A, numbered("q", "p", 1, 1, 2));
    assertThat(play.does(A, numbered("q", "p", 3, 3, 4))).isInstanceOf(Outcome.Full.class);
    assertThat(play.peek("q")).containsExactly("1", "2");
  }

  @Test
  void put_ofABatchLargerThanMaxSize_answersBatchTooLarge() {
    assertThat(play.does(A, put("q", 1, 2, 3, 4))).isInstanceOf(Outcome.BatchTooLarge.class);
    Object[] many = Collections.nCopies(1001, 1).toArray();
    assertThat(play.does(A, put("open", many))).isInstanceOf(Outcome.BatchTooLarge.class);
  }

  @Test
  void put_countsReadyItemsOnly_soAConsumerMayPutIntoItsOwnQueue() {
    play.does(A, put("q", 1, 2, 3));
    play.session(B);
    play.take(B, "q", 3, "a");
    assertThat(play.does(B, put("q", 4, 5, 6))).isEqualTo(new Outcome.Stored(false));
    assertThat(play.stats("q").unfinished()).isEqualTo(6);
  }

  @Test
  void put_repeated_isADuplicate_whateverHappenedSince() {
    play.does(A, numbered("q", "p", 1, 1, 2, 3));
    assertThat(play.does(A, numbered("q", "p", 1, 1, 2, 3))).isEqualTo(new Outcome.Stored(true));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    assertThat(play.does(A, numbered("q", "p", 3, 3))).isEqualTo(new Outcome.Stored(true));
    play.crash();
    assertThat(play.does(A, numbered("q", "p", 2, 2))).isEqualTo(new Outcome.Stored(true));
  }

  @Test
  void put_withAGap_answersTheNumberExpected() {
    assertThat(play.does(A, numbered("q", "p", 2, 2))).isEqualTo(new Outcome.SequenceGap("q", 1));
    play.does(A, numbered("q", "p", 1, 1));
    assertThat(play.does(A, numbered("q", "p", 3, 3))).isEqualTo(new Outcome.SequenceGap("q", 2));
    assertThat(play.does(A, numbered("q", "p", 1, 1, 2)))
        .isEqualTo(new Outcome.SequenceGap("q", 2));
  }

  @Test
  void put_numbersBelongToProducerAndQueue() {
    play.does(A, numbered("q", "p", 1, 1));
    assertThat(play.does(A, numbered("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
    assertThat(play.does(A, numbered("q", "other", 1, 1))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void put_withKey_isRememberedForTenMinutes() {
    Operation keyed = new Operation.Put("open", new Operation.Key("k"), Play.bodies(1));
    assertThat(play.does(A, keyed)).isEqualTo(new Outcome.Stored(false));
    play.pass(Duration.ofMinutes(10).minusMillis(1));
    play.does(A, new Operation.Expire());
    assertThat(play.does(A, keyed)).isEqualTo(new Outcome.Stored(true));
    play.pass(Duration.ofMillis(1));
    play.does(A, new Operation.Expire());
    assertThat(play.does(A, keyed)).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void put_withSameKeyByAnother_isAnother() {
    Operation keyed = new Operation.Put("open", new Operation.Key("k"), Play.bodies(1));
    play.does(A, keyed);
    assertThat(play.does(B, keyed)).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void put_withoutKey_isNeverADuplicate() {
    play.does(A, put("open", 1));
    play.does(A, put("open", 1));
    assertThat(play.peek("open")).hasSize(2);
  }

  @Test
  void put_beyondTheByteLimit_answersByteQuotaAndLosesNothing() {
    Play small = new Play(8 * 1024);
    small.queue("q", 0);
    String item = '"' + "x".repeat(1000) + '"';
    int stored = 0;
    Outcome outcome = small.does(A, numbered("q", "p", 1, item));
    while (outcome.equals(new Outcome.Stored(false))) {
      stored++;
      outcome = small.does(A, numbered("q", "p", stored + 1, item));
    }
    assertThat(outcome).isInstanceOf(Outcome.ByteQuota.class);
    assertThat(small.peek("q")).hasSize(stored);
    small.session(B);
    String lease = small.take(B, "q", 1, "a").get(0).lease();
    small.ack(B, lease);
    assertThat(small.does(A, numbered("q", "p", stored + 1, item)))
        .isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void bytesReckoned_coverManySmallThings_eachKindByItself() {
    String name = "n".repeat(60);
    Owner owner = Owner.pod("0123456789abcdef0123456789abcdef0123");
    Body bytes = Body.base64("", "x/y");
    covers(owner, i -> new Operation.MakeQueue(name + i, 0));
    covers(owner, i -> new Operation.MakeEvent(name + i));
    covers(owner, i -> Play.numbered("open", "p".repeat(128), i - 99, 1));
    covers(owner, i -> Play.numbered("open", "p".repeat(120) + i, 1, 1));
    covers(owner, i -> new Operation.Put("open", null, List.of(bytes)));
    for (String control : List.of("\u007f", "\u0085", "\u2028", "\n", "\\\n")) {
      covers(owner, i -> Play.put("open", '"' + control.repeat(500) + '"'));
    }
    covers(owner, i -> new Operation.Put("open", new Operation.Key("k" + i), List.of(bytes)));
  }

  private static void covers(Owner owner, IntFunction<Operation> operation) {
    Play roomy = new Play(100 << 20);
    roomy.queue("open", 0);
    for (int i = 100; i < 300; i++) {
      roomy.state =
          Channels.apply(roomy.state, new Request(owner, operation.apply(i)), roomy.now).state();
    }
    long stored = ChannelCodec.sizeBytes(ChannelCodec.encode(Play.STAMP, roomy.state));
    assertThat(roomy.state.bytes()).isBetween(stored, 4 * stored);
  }

  @Test
  void put_malformed_isRefused() {
    assertThat(play.does(A, numbered("q", "p", 0, 1))).isInstanceOf(Outcome.Malformed.class);
    assertThat(play.does(A, numbered("q", "p q", 1, 1))).isInstanceOf(Outcome.Malformed.class);
    assertThat(play.does(A, put("q"))).isInstanceOf(Outcome.Malformed.class);
    String large = '"' + "x".repeat(256 * 1024) + '"';
    assertThat(play.does(A, put("q", large))).isInstanceOf(Outcome.TooLarge.class);
  }

  @Test
  void producer_isForgottenTenMinutesAfterItsPod() {
    play.does(B, numbered("open", "p", 1, 1));
    play.pass(Duration.ofHours(5));
    play.does(A, new Operation.Expire());
    assertThat(play.does(B, numbered("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(true));
    play.does(A, new Operation.EndOwner("pod-b", 0));
    play.pass(Duration.ofMinutes(9));
    play.does(A, new Operation.Expire());
    assertThat(play.does(A, numbered("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(true));
    play.pass(Duration.ofMinutes(1));
    play.does(A, new Operation.Expire());
    assertThat(play.does(A, numbered("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void producer_whosePodIsHeardOfAfterItsEnd_isForgottenAllTheSame() {
    play.does(B, numbered("open", "p", 1, 1));
    play.does(A, new Operation.EndOwner("pod-b", 0));
    play.does(B, numbered("open", "p", 2, 2));
    play.does(A, new Operation.EndOwner("pod-b", null));
    play.pass(Duration.ofMinutes(11));
    play.does(A, new Operation.Expire());
    assertThat(play.does(A, numbered("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void body_isKeptAsSent() {
    List<Body> bodies =
        List.of(
            Body.json("{ \"b\" : 1,\n\t\"a\":[1.0, 1e5, \"é\\u00e9 \u2028\"] }"),
            Body.json("\"json\""),
            Body.json(" 5 "),
            Body.json("null"),
            Body.json("-0.10"),
            Body.json("{\"json\":{\"text\":\"x\"}}"),
            Body.base64("AAEC", "text/plain; charset=\"utf-8\""));
    play.does(A, new Operation.Put("open", new Operation.Sequence("p", 1), bodies));
    play.crash();
    play.pass(Duration.ofSeconds(10));
    play.session(B);
    assertThat(play.take(B, "open", 10, "a").stream().map(Delivery::body)).isEqualTo(bodies);
  }
}
