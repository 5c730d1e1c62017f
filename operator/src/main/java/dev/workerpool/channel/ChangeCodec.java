package dev.workerpool.channel;

import java.util.List;
import java.util.StringJoiner;

/** A change as one line of JSON, for stores that keep records. */
public final class ChangeCodec {
  private static final String QUEUE = "queue";

  private ChangeCodec() {}

  /** One JSON object without line breaks. */
  public static String encode(Change change) {
    if (change instanceof Change.Stored c) {
      return stored(c);
    } else if (change instanceof Change.Acked c) {
      return op("done", c.queue()).raw("n", numbers(c.positions())).end();
    } else if (change instanceof Change.Returned c) {
      return op("returned", c.queue())
          .raw("n", numbers(c.positions()))
          .put("notBefore", c.notBefore())
          .end();
    } else if (change instanceof Change.Died c) {
      return op("died", c.queue())
          .raw("n", numbers(c.positions()))
          .put("at", c.at())
          .put("reason", c.reason())
          .put("exitCode", c.exitCode())
          .end();
    } else if (change instanceof Change.Redriven c) {
      return op("redriven", c.queue()).raw("n", numbers(c.positions())).end();
    } else if (change instanceof Change.Purged c) {
      return op("purge", c.queue()).put("below", c.below()).raw("kept", numbers(c.kept())).end();
    } else if (change instanceof Change.DeadPurged c) {
      return op("dead-purge", c.queue()).end();
    }
    return encodeName(change);
  }

  private static String encodeName(Change change) {
    if (change instanceof Change.QueueSet c) {
      return op("queue", c.queue())
          .rules(c.rules())
          .put("declared", c.declared())
          .put("creator", c.creator())
          .put("closed", c.closed())
          .put("specClosed", c.specClosed())
          .end();
    } else if (change instanceof Change.QueueDropped c) {
      return op("queue-dropped", c.queue()).end();
    }
    return encodeOther(change);
  }

  private static String encodeOther(Change change) {
    if (change instanceof Change.EventSet c) {
      return new JsonText()
          .put("op", "event")
          .put("event", c.event())
          .put("set", c.set())
          .put("count", c.count())
          .put("declared", c.declared())
          .put("creator", c.creator())
          .end();
    } else if (change instanceof Change.EventDropped c) {
      return new JsonText().put("op", "event-dropped").put("event", c.event()).end();
    } else if (change instanceof Change.KeySeen c) {
      return new JsonText()
          .put("op", "key")
          .put("key", c.key())
          .put("at", c.at())
          .putUnlessZero("answer", c.answer())
          .end();
    } else if (change instanceof Change.OwnerGone c) {
      return new JsonText().put("op", "gone").put("owner", c.owner()).put("at", c.at()).end();
    } else if (change instanceof Change.Expired c) {
      return new JsonText().put("op", "expired").put("until", c.until()).end();
    }
    return PrimitiveCodec.encode(change);
  }

  /**
   * The change that was encoded.
   *
   * @throws UnreadableException when it is none
   */
  public static Change decode(String line) {
    JsonLine json = JsonLine.parse(line);
    switch (json.need("op")) {
      case "put":
        return stored(json);
      case "done":
        return new Change.Acked(json.need(QUEUE), json.numbers("n"));
      case "returned":
        return new Change.Returned(
            json.need(QUEUE), json.numbers("n"), json.timeOrNull("notBefore"));
      case "died":
        return new Change.Died(
            json.need(QUEUE),
            json.numbers("n"),
            json.time("at"),
            json.need("reason"),
            json.integer("exitCode"));
      case "redriven":
        return new Change.Redriven(json.need(QUEUE), json.numbers("n"));
      case "purge":
        return new Change.Purged(json.need(QUEUE), json.number("below"), json.numbers("kept"));
      case "dead-purge":
        return new Change.DeadPurged(json.need(QUEUE));
      default:
        return decodeName(json);
    }
  }

  private static Change decodeName(JsonLine json) {
    switch (json.need("op")) {
      case "queue":
        return new Change.QueueSet(
            json.need(QUEUE),
            json.rules(),
            json.flag("declared"),
            json.text("creator"),
            json.closed("closed"),
            json.closed("specClosed"));
      case "queue-dropped":
        return new Change.QueueDropped(json.need(QUEUE));
      default:
        return decodeOther(json);
    }
  }

  private static Change decodeOther(JsonLine json) {
    switch (json.need("op")) {
      case "event":
        return new Change.EventSet(
            json.need("event"),
            json.flag("set"),
            json.number("count"),
            json.flag("declared"),
            json.text("creator"));
      case "event-dropped":
        return new Change.EventDropped(json.need("event"));
      case "key":
        return new Change.KeySeen(json.need("key"), json.time("at"), json.number("answer"));
      case "gone":
        return new Change.OwnerGone(json.need("owner"), json.time("at"));
      case "expired":
        return new Change.Expired(json.time("until"));
      default:
        return PrimitiveCodec.decode(json);
    }
  }

  private static String stored(Change.Stored c) {
    JsonText text = op("put", c.queue());
    if (c.producer() != null) {
      text.put("producer", c.producer()).put("seq", c.seq());
    }
    StringJoiner items = new StringJoiner(",", "[", "]");
    c.items().forEach(body -> items.add(new JsonText().body(body).end()));
    return text.put("owner", c.owner().id())
        .put("pod", c.owner().pod())
        .put("at", c.at())
        .raw("items", items.toString())
        .end();
  }

  private static Change stored(JsonLine json) {
    List<Body> items = json.lines("items").stream().map(JsonLine::body).toList();
    return new Change.Stored(
        json.need(QUEUE),
        json.text("producer"),
        json.number("seq"),
        new Owner(json.need("owner"), json.flag("pod")),
        json.time("at"),
        items);
  }

  private static JsonText op(String op, String queue) {
    return new JsonText().put("op", op).put(QUEUE, queue);
  }

  static String numbers(List<Long> numbers) {
    StringJoiner out = new StringJoiner(",", "[", "]");
    numbers.forEach(n -> out.add(n.toString()));
    return out.toString();
  }
}
