package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The columns that {@code queues} and {@code top} have in common. Pure. */
public final class Figures {
  /** What is not known, or doesn't apply. */
  public static final String NONE = "-";

  private static final List<String> HEAD =
      List.of("QUEUE", "READY", "LEASED", "DELAYED", "UNFINISHED", "DONE", "DEAD");

  private static final List<String> EVENT_HEAD = List.of("EVENT", "SET", "COUNT");

  private Figures() {}

  /** The heading of queues. */
  public static List<String> head(List<String> more) {
    return joined(HEAD, more);
  }

  /** A queue's row. */
  public static List<String> of(Reply.Queue q, List<String> more) {
    List<String> figures =
        List.of(
            q.name(),
            "" + q.ready(),
            "" + q.leased(),
            or(q.delayed(), NONE),
            "" + q.unfinished(),
            "" + q.done(),
            "" + q.dead());
    return joined(figures, more);
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Rows of events, the heading first. */
  public static List<List<String>> of(List<Reply.Event> events) {
    List<List<String>> rows = new ArrayList<>(List.of(EVENT_HEAD));
    events.forEach(e -> rows.add(List.of(e.name(), "" + e.set(), "" + e.count())));
    return rows;
  }

  /** What the relay says, or that where it says nothing: an older one knows less. */
  public static String or(Object said, String otherwise) {
    return said == null ? otherwise : said.toString();
  }
}
