package dev.workerpool.main.top;

import static dev.workerpool.main.top.Listings.NOON;
import static dev.workerpool.main.top.Listings.at;
import static dev.workerpool.main.top.Listings.event;
import static dev.workerpool.main.top.Listings.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.local.Tty;
import dev.workerpool.worker.wire.Reply;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {
  private static final Tty.Size LARGE = new Tty.Size(50, 200);
  private final Picture picture =
      new Picture("consumers (namespace default)", Duration.ofSeconds(2), ZoneOffset.UTC);

  @Test
  void block_hasTheTimeTheTotalsAndEverything() {
    Look look =
        Look.of(
            at(0, queue("tasks", 20, 0, 0)),
            at(2, List.of(queue("tasks", 10, 12, 1)), List.of(event("ready"))));

    assertThat(picture.block(look))
        .containsExactly(
            "2026-11-23T12:00:02+00:00  consumers (namespace default)  1 queue: 10 ready, 0 leased,"
                + " 10 unfinished, 1 dead; 1.5/s in, 6.0/s done",
            "QUEUE  READY  LEASED  DELAYED  UNFINISHED  DONE  DEAD  IN/S  DONE/S  OLDEST  EMPTY IN",
            "tasks  10     0       0        10          12    1     1.5   6.0     1m02s   2s",
            "",
            "EVENT  SET   COUNT",
            "ready  true  1");
  }

  @Test
  void screen_ofEightyColumns_leavesAnEmptyColumnOutBeforeItCuts() {
    Look look = Listings.first(queue("results", 10, 12, 1));

    assertThat(screen(look, new Tty.Size(24, 80)).get(3))
        .isEqualTo("QUEUE    READY  LEASED  UNFINISHED  DONE  DEAD  IN/S  DONE/S  OLDEST  EMPTY IN")
        .hasSizeLessThanOrEqualTo(80);
    assertThat(screen(look, LARGE).get(3)).contains("DELAYED");
  }

  @Test
  void screen_ofManyQueues_showsTheBusiestFirst_andHowManyMore() {
    Reply.Queue[] before =
        IntStream.range(0, 300).mapToObj(PictureTest::still).toArray(Reply.Queue[]::new);
    Reply.Queue[] now = before.clone();
    now[250] = queue("q250", 0, 500, 0);
    now[120] = queue("q120", 2000, 0, 0);
    Look look = Look.of(at(0, before), at(1, now));

    List<String> lines = screen(look, new Tty.Size(10, 100));

    assertThat(lines).hasSize(10);
    assertThat(lines.get(4)).startsWith("q120 ");
    assertThat(lines.get(5)).startsWith("q250 ");
    assertThat(lines.get(6)).startsWith("q000 ");
    assertThat(lines.get(9)).isEqualTo("… and 295 more");
  }

  @Test
  void screen_withRoomForAll_keepsTheOrderOfTheirNames() {
    Look look = Look.of(at(0, still(1), still(2)), at(1, still(1), queue("q002", 0, 99, 0)));

    assertThat(screen(look, LARGE).subList(4, 6))
        .extracting(line -> line.substring(0, 4))
        .containsExactly("q001", "q002");
  }

  @Test
  void screen_sharesItsLinesBetweenQueuesAndEvents() {
    List<Reply.Queue> queues = IntStream.range(0, 40).mapToObj(PictureTest::still).toList();
    List<Reply.Event> events = IntStream.range(0, 40).mapToObj(i -> event("e" + i)).toList();

    List<String> lines = screen(Look.of(null, at(0, queues, events)), new Tty.Size(24, 100));

    assertThat(lines).hasSize(24);
    assertThat(lines.get(16)).isEqualTo("… and 28 more");
    assertThat(lines.get(18)).startsWith("EVENT");
    assertThat(lines.get(23)).isEqualTo("… and 36 more");

    Look few = Look.of(null, at(0, queues.subList(0, 2), events));
    assertThat(screen(few, new Tty.Size(24, 100))).hasSize(24).contains("… and 25 more");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,5", "3,80", "4,80", "5,10", "6,3", "8,200", "500,500"})
  void screen_neverIsLargerThanTheTerminal(int rows, int columns) {
    List<Reply.Queue> queues = IntStream.range(0, 9).mapToObj(PictureTest::still).toList();
    List<Reply.Event> events = List.of(event("ready"), event("done"));
    Look look = Look.of(null, at(0, queues, events));
    var silence = new Picture.Silence(NOON, "a".repeat(600));

    assertThat(picture.screen(look, silence, NOON, new Tty.Size(rows, columns)))
        .hasSizeLessThanOrEqualTo(rows)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
  }

  @Test
  void silence_isSaidAboveTheLastFigures() {
    var silence = new Picture.Silence(NOON, "Connection\u001b[2J\nrefused");

    List<String> lines =
        picture.screen(Listings.first(still(1)), silence, NOON.plusSeconds(7), LARGE);

    assertThat(lines.subList(0, 3))
        .containsExactly(
            "consumers (namespace default)  12:00:07  every 2s",
            "NO ANSWER from the relay since 12:00:00; these figures are older",
            "Connection [2J refused");
    assertThat(lines.get(4)).startsWith("q001 ");
  }

  @Test
  void beforeTheFirstAnswer_thereIsAHeader() {
    assertThat(picture.screen(null, null, NOON, LARGE))
        .containsExactly(
            "consumers (namespace default)  12:00:00  every 2s", "asking the relay", "");
  }

  private List<String> screen(Look look, Tty.Size size) {
    return picture.screen(look, null, NOON, size);
  }

  private static Reply.Queue still(int number) {
    return queue("q%03d".formatted(number), 0, 0, 0);
  }
}
