package dev.workerpool.main.top;

import static dev.workerpool.main.top.Listings.at;
import static dev.workerpool.main.top.Listings.line;
import static dev.workerpool.main.top.Listings.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.wire.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void firstLook_knowsNoRates() {
    Look.Line only = Look.of(null, at(0, queue("q", 3, 4, 5))).queues().get(0);

    assertThat(only.flow()).isEqualTo(new Flow(null, null));
    assertThat(only.emptyIn()).isNull();
  }

  @Test
  void rates_areWhatCameAndWentPerSecond_deadOnesIncluded() {
    // 10 more done, 1 more dead, 4 fewer ready: 7 came in.
    Look.Line moved = line(queue("q", 20, 100, 0), queue("q", 16, 110, 1), 2);

    assertThat(moved.flow()).isEqualTo(new Flow(3.5, 5.0));
  }

  @Test
  void timeBetweenListings_isTakenFromTheClockThatNobodySets() {
    Listing before = at(0, queue("q", 0, 0, 0));
    Listing after = at(10, queue("q", 0, 50, 0));
    Listing setBack = new Listing(after.all(), before.at().minusSeconds(3600), after.nanos());

    assertThat(Look.of(before, setBack).queues().get(0).flow().done()).isEqualTo(5.0);
  }

  @Test
  void queueMadeSince_beganEmpty() {
    assertThat(line(null, queue("new", 6, 2, 0), 2).flow()).isEqualTo(new Flow(4.0, 1.0));
  }

  @Test
  void purge_leavesWhatCameInUnknown() {
    assertThat(line(queue("q", 100, 0, 0), queue("q", 0, 2, 0), 1).flow())
        .isEqualTo(new Flow(null, 2.0));
  }

  @Test
  void queueMadeAnewByThatName_hasNoRates() {
    assertThat(line(queue("q", 0, 100, 0), queue("q", 200, 1, 0), 1).flow())
        .isEqualTo(new Flow(null, null));
  }

  @Test
  void emptyIn_isWhatIsLeftByWhatItShrinks() {
    // 10/s done, 4/s in: 60 left shrink by 6 a second.
    Look.Line shrinking = line(queue("q", 66, 0, 0), queue("q", 60, 10, 0), 1);

    assertThat(shrinking.emptyIn()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void emptyIn_isUnknownWhereItGrowsOrIsEmpty() {
    assertThat(line(queue("q", 5, 0, 0), queue("q", 6, 10, 0), 1).emptyIn()).isNull();
    assertThat(line(queue("q", 5, 0, 0), queue("q", 5, 10, 0), 1).emptyIn()).isNull();
    assertThat(line(queue("q", 5, 0, 0), queue("q", 0, 5, 0), 1).emptyIn()).isNull();
  }

  @Test
  void emptyIn_ofAPaceThatTakesAges_isNoNegativeTime() {
    Reply.Queue before = queue("q", Long.MAX_VALUE - 10, 0, 0);
    Reply.Queue after = queue("q", Long.MAX_VALUE - 11, 1, 0);

    assertThat(line(before, after, 3600).emptyIn()).isGreaterThan(Duration.ofDays(100_000));
  }

  @Test
  void oldest_isItsAge_orNothingWhereTheRelaysClockIsAhead() {
    assertThat(Look.of(null, at(0, queue("q", 1, 0, 0))).queues().get(0).oldest())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(Look.of(null, at(-90, queue("q", 1, 0, 0))).queues().get(0).oldest())
        .isEqualTo(Duration.ZERO);
    assertThat(Look.of(null, at(0, queue("q", 0, 0, 0))).queues().get(0).oldest()).isNull();
  }
}
