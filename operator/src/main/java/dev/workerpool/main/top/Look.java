package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A channel at one time, and what has moved since the look before. Pure.
 *
 * @param queues by their names
 */
record Look(Instant at, List<Line> queues, List<Reply.Event> events) {
  private static final double NANOS = 1e9;

  /**
   * A queue.
   *
   * @param oldest how long the oldest ready item has been in it, by this machine's clock; null for
   *     none
   * @param emptyIn when nothing in it is unfinished any more, at this pace; null for never
   */
  public record Line(Reply.Queue queue, Flow flow, Duration oldest, Duration emptyIn) {

    /** Items per second that went in or were done. */
    double business() {
      return or0(flow.in()) + or0(flow.done());
    }

    private static double or0(Double number) {
      return number == null ? 0 : number;
    }
  }

  /**
   * @param before null for the first look
   */
  public static Look of(Listing before, Listing now) {
    double seconds = before == null ? 0 : (now.nanos() - before.nanos()) / NANOS;
    Map<String, Reply.Queue> former =
        before == null
            ? Map.of()
            : before.all().queues().stream()
                .collect(Collectors.toMap(Reply.Queue::name, Function.identity()));
    List<Line> lines =
        now.all().queues().stream()
            .map(q -> line(q, Flow.between(former.get(q.name()), q, seconds), now.at()))
            .toList();
    return new Look(now.at(), lines, now.all().events());
  }

  private static Line line(Reply.Queue queue, Flow flow, Instant now) {
    return new Line(queue, flow, age(queue.oldestSince(), now), flow.emptyIn(queue.unfinished()));
  }

  private static Duration age(String since, Instant now) {
    try {
      Duration age = since == null ? null : Duration.between(Instant.parse(since), now);
      // The relay's clock may be ahead of ours.
      return age != null && age.isNegative() ? Duration.ZERO : age;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
