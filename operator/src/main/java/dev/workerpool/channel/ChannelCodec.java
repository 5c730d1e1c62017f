package dev.workerpool.channel;

import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A channel's state as text that a person can read: JSON lines in a few files, in canonical order,
 * without trailing blanks (so that {@code kubectl get -o yaml} shows them as they are).
 */
public final class ChannelCodec {
  /** Stamp, format and counters; one object. */
  public static final String CHANNEL = "channel.json";

  /** A line for each queue, each followed by a line for each of its items. */
  public static final String QUEUES = "queues.jsonl";

  public static final String EVENTS = "events.jsonl";

  /**
   * A line for each lock, semaphore, condition and barrier, each followed by who holds or waits.
   */
  public static final String PRIMITIVES = "primitives.jsonl";

  /** Producers' last numbers, and keys seen. */
  public static final String PRODUCERS = "producers.jsonl";

  /** Sessions and their leases; only there after a clean hand-over. */
  public static final String SESSIONS = "sessions.jsonl";

  private static final int FORMAT = 1;

  private ChannelCodec() {}

  /** The whole state, file name → text. */
  public static Map<String, String> encode(Stamp stamp, ChannelState state) {
    Map<String, String> content = new LinkedHashMap<>();
    content.put(
        CHANNEL,
        new JsonText()
            .put("format", FORMAT)
            .put("epoch", stamp.epoch())
            .put("holder", stamp.holder())
            .put("commit", stamp.commit())
            .put("nextPosition", state.counters().nextPosition())
            .put("handedOver", state.counters().handedOver())
            .put("nextLease", state.counters().nextLease())
            .end());
    content.put(QUEUES, lines(out -> StateLines.queues(state, out)));
    content.put(EVENTS, lines(out -> StateLines.events(state, out)));
    if (!state.primitives().isEmpty()) {
      content.put(PRIMITIVES, lines(out -> PrimitiveCodec.lines(state, out)));
    }
    content.put(PRODUCERS, lines(out -> StateLines.producers(state, out)));
    if (state.counters().handedOver()) {
      content.put(SESSIONS, lines(out -> StateLines.sessions(state, out)));
    }
    return content;
  }

  /** Bytes of all texts together, as a ConfigMap counts them. */
  public static long sizeBytes(Map<String, String> content) {
    return content.values().stream().mapToLong(Texts::utf8Length).sum();
  }

  /**
   * Who wrote this content.
   *
   * @throws UnreadableException when it is not a head of ours
   */
  public static Stamp stamp(Map<String, String> content) {
    JsonLine head = JsonLine.parse(content.getOrDefault(CHANNEL, ""));
    if (head.number("epoch") < 1) {
      throw new UnreadableException(CHANNEL + " has no epoch", null);
    }
    return new Stamp(head.number("epoch"), head.need("holder"), head.need("commit"));
  }

  /**
   * The state that was encoded. Not to be served before it is {@link ChannelState#claimed}.
   *
   * @throws UnreadableException when something is missing or malformed, or of a newer format
   */
  public static ChannelState decode(Map<String, String> content, Limits limits) {
    JsonLine head = JsonLine.parse(content.getOrDefault(CHANNEL, ""));
    if (head.number("format") != FORMAT) {
      throw new UnreadableException(
          "format " + head.number("format") + " is not known here, only " + FORMAT, null);
    }
    StateReader reader = new StateReader(limits);
    try {
      each(content, QUEUES, reader::queueLine);
      each(content, EVENTS, reader::eventLine);
      each(content, PRIMITIVES, reader::primitiveLine);
      each(content, PRODUCERS, reader::producerLine);
      if (head.flag("handedOver")) {
        each(content, SESSIONS, reader::sessionLine);
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new UnreadableException("a line has a value that can't be", e);
    }
    return reader.state(
        stamp(content).epoch(),
        head.number("nextPosition"),
        head.number("nextLease"),
        head.flag("handedOver"));
  }

  private static void each(Map<String, String> content, String file, Consumer<JsonLine> reader) {
    String text = content.getOrDefault(file, "");
    text.lines().filter(line -> !line.isBlank()).forEach(l -> reader.accept(JsonLine.parse(l)));
  }

  private static String lines(Consumer<Consumer<String>> writer) {
    StringBuilder out = new StringBuilder();
    writer.accept(line -> out.append(line).append('\n'));
    return out.toString();
  }
}
