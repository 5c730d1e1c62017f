package dev.workerpool.channel;

import dev.workerpool.channel.PrimitiveKind.Family;
import java.util.Map;
import java.util.function.Consumer;

/** Primitives as lines: their changes, and their part of a stored state. */
final class PrimitiveCodec {
  private PrimitiveCodec() {}

  static String encode(Change change) {
    if (change instanceof Change.PrimitiveSet c) {
      return set(new JsonText().put("op", "primitive"), c);
    } else if (change instanceof Change.PrimitiveDropped c) {
      return id(new JsonText().put("op", "primitive-dropped"), c.id()).end();
    } else if (change instanceof Change.Held c) {
      Hold hold = new Hold(c.session(), c.owner(), c.attempt(), c.at());
      return hold(id(new JsonText().put("op", "held"), c.id()), hold);
    } else if (change instanceof Change.Freed c) {
      return id(new JsonText().put("op", "freed"), c.id())
          .raw("n", ChangeCodec.numbers(c.numbers()))
          .end();
    } else if (change instanceof Change.Woken c) {
      return id(new JsonText().put("op", "woken"), c.id())
          .put("count", c.count())
          .put("at", c.at())
          .putUnlessZero("answer", c.answer())
          .end();
    }
    throw new IllegalStateException("unknown change " + change);
  }

  static Change decode(JsonLine json) {
    switch (json.need("op")) {
      case "primitive":
        return set(json);
      case "primitive-dropped":
        return new Change.PrimitiveDropped(id(json));
      case "held":
        Hold hold = hold(json);
        return new Change.Held(
            id(json), hold.session(), hold.owner(), hold.attempt(), hold.since());
      case "freed":
        return new Change.Freed(id(json), json.numbers("n"));
      case "woken":
        return new Change.Woken(
            id(json), (int) json.number("count"), json.time("at"), json.number("answer"));
      default:
        throw new UnreadableException("unknown record " + json.need("op"), null);
    }
  }

  /** A line for each, each followed by a line for each hold, in order. */
  static void lines(ChannelState state, Consumer<String> out) {
    for (Primitive p : state.primitives().values()) {
      out.accept(set(new JsonText(), Primitives.set(p, p.broken())));
      for (Map.Entry<Long, Hold> hold : p.holds().entrySet()) {
        JsonText line = new JsonText().put("of", p.id().name()).put("n", hold.getKey());
        out.accept(hold(line.put("family", p.id().family().word()), hold.getValue()));
      }
    }
  }

  /** With what {@link #lines} wrote. */
  static ChannelState read(ChannelState state, JsonLine line) {
    if (line.text("of") == null) {
      return Fold.fold(state, set(line));
    }
    PrimitiveId id = new PrimitiveId(family(line), line.need("of"));
    return FoldPrimitives.hold(state, id, line.number("n"), hold(line));
  }

  private static String set(JsonText text, Change.PrimitiveSet c) {
    return id(text, c.id())
        .put("kind", c.rules().kind().wire())
        .put("number", c.rules().number())
        .put("lock", c.rules().lock())
        .put("declared", c.declared())
        .put("creator", c.creator())
        .putUnlessZero("surplus", c.surplus())
        .put("broken", c.broken())
        .end();
  }

  private static Change.PrimitiveSet set(JsonLine json) {
    PrimitiveKind kind =
        PrimitiveKind.of(json.need("kind"))
            .orElseThrow(() -> new UnreadableException("no kind " + json.text("kind"), null));
    return new Change.PrimitiveSet(
        id(json),
        new PrimitiveRules(kind, (int) json.number("number"), json.text("lock")),
        json.flag("declared"),
        json.text("creator"),
        json.number("surplus"),
        json.flag("broken"));
  }

  private static String hold(JsonText text, Hold hold) {
    return text.put("session", hold.session())
        .put("owner", hold.owner().id())
        .put("pod", hold.owner().pod())
        .put("attempt", hold.attempt())
        .put("since", hold.since())
        .end();
  }

  private static Hold hold(JsonLine json) {
    return new Hold(
        json.need("session"),
        new Owner(json.need("owner"), json.flag("pod")),
        json.need("attempt"),
        json.time("since"));
  }

  private static JsonText id(JsonText text, PrimitiveId id) {
    return text.put("name", id.name()).put("family", id.family().word());
  }

  private static PrimitiveId id(JsonLine json) {
    return new PrimitiveId(family(json), json.need("name"));
  }

  private static Family family(JsonLine json) {
    return Family.of(json.need("family"))
        .orElseThrow(() -> new UnreadableException("no family " + json.text("family"), null));
  }
}
