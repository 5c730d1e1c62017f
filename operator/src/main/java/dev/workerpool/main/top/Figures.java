package dev.workerpool.main.top;

import dev.workerpool.worker.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** The columns that {@code queues} and {@code top} have in common. Pure. */
public final class Figures {
  /** What is not known, or doesn't apply. */
  public static final String NONE = "-";

  /** Above {@link #of}. */
  public static final List<String> HEAD =
      List.of("QUEUE", "READY", "LEASED", "DELAYED", "UNFINISHED", "DONE", "DEAD");

  private static final List<String> EVENT_HEAD = List.of("EVENT", "SET", "COUNT");

  private Figures() {}

  /** The first cells of a queue's row. */
  public static List<String> of(Reply.Queue q) {
    return List.of(
        q.name(),
        "" + q.ready(),
        "" + q.leased(),
        or(q.delayed(), NONE),
        "" + q.unfinished(),
        "" + q.done(),
        "" + q.dead());
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
