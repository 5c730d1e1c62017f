package dev.workerpool.main.top;

import dev.workerpool.local.Tty;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What is shown of a channel, a line each. Pure.
 *
 * @param channel what it is called
 * @param interval between two looks
 * @param zone whose time is shown
 */
record Picture(String channel, Duration interval, ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

  /**
   * That no answer comes.
   *
   * @param since when the relay was asked
   * @param why null while it isn't known
   */
  public record Silence(Instant since, String why) {}

  /** All of a look, behind each other in a file. */
  public List<String> block(Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(STAMP.withZone(zone).format(look.at()) + "  " + channel + "  " + totals(look));
    lines.addAll(Blocks.whole(look));
    return lines;
  }

  /**
   * As much as fits.
   *
   * @param look null before the first
   * @param silence null while the relay answers
   * @param now shown as the time
   */
  public List<String> screen(Look look, Silence silence, Instant now, Tty.Size size) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  every %s".formatted(channel, TIME.withZone(zone).format(now), every(interval)));
    lines.add(silence == null ? totals(look) : silent(look, silence));
    lines.add(silence == null || silence.why() == null ? "" : printable(silence.why()));
    if (look != null) {
      lines.addAll(Blocks.fitted(look, size.columns(), size.rows() - lines.size()));
    }
    return lines.stream()
        .limit(size.rows())
        .map(line -> line.length() > size.columns() ? line.substring(0, size.columns()) : line)
        .toList();
  }

  private String silent(Look look, Silence silence) {
    String since = TIME.withZone(zone).format(silence.since());
    String figures = look == null ? "" : "; these figures are older";
    return "NO ANSWER from the relay since " + since + figures;
  }

  /** Whoever answered in the relay's place may have said anything. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String totals(Look look) {
    if (look == null) {
      return "asking the relay";
    }
    int queues = look.queues().size();
    return "%d %s: %d ready, %d leased, %d unfinished, %d dead; %s/s in, %s/s done"
        .formatted(
            queues,
            queues == 1 ? "queue" : "queues",
            sum(look, line -> line.queue().ready()),
            sum(look, line -> line.queue().leased()),
            sum(look, line -> line.queue().unfinished()),
            sum(look, line -> line.queue().dead()),
            rate(look, Flow::in),
            rate(look, Flow::done));
  }

  private static long sum(Look look, ToLongFunction<Look.Line> figure) {
    return look.queues().stream().mapToLong(figure).sum();
  }

  /** Of those queues of which it is known. */
  private static String rate(Look look, Function<Flow, Double> figure) {
    return Words.rate(
        look.queues().stream()
            .map(line -> figure.apply(line.flow()))
            .filter(Objects::nonNull)
            .reduce(Double::sum)
            .orElse(null));
  }

  private static String every(Duration interval) {
    boolean whole = interval.toNanosPart() == 0;
    return whole ? Words.span(interval) : interval.toMillis() / 1000.0 + "s";
  }
}
