package dev.workerpool.channel;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The lines of a stored state, in canonical order. */
final class StateLines {
  private StateLines() {}

  static void queues(ChannelState state, Consumer<String> out) {
    for (QueueState queue : state.queues().values()) {
      QueueConfig config = queue.config();
      out.accept(
          new JsonText()
              .put("queue", queue.name())
              .rules(config.rules())
              .put("declared", config.declared())
              .put("creator", config.creator())
              .put("closed", config.closed())
              .put("specClosed", config.specClosed())
              .put("puts", queue.counts().puts())
              .put("done", queue.counts().done())
              .put("purged", queue.counts().purged())
              .end());
      items(queue, out);
    }
  }

  /** By position: which are ready, leased or delayed is not told, since leases aren't durable. */
  private static void items(QueueState queue, Consumer<String> out) {
    List<Iterator<Line>> sources =
        List.of(
            queue.stock().ready().values().stream().map(Line::of).iterator(),
            queue.stock().delayed().values().stream().map(Line::of).iterator(),
            new TreeMap<>(queue.leased()).values().stream().map(l -> Line.of(l.item())).iterator(),
            queue.dead().values().stream().map(d -> new Line(d.item(), d)).iterator());
    PriorityQueue<Source> heads = new PriorityQueue<>();
    sources.forEach(source -> next(heads, source));
    while (!heads.isEmpty()) {
      Source least = heads.poll();
      out.accept(item(queue.name(), least.first()));
      next(heads, least.rest());
    }
  }

  private static void next(PriorityQueue<Source> heads, Iterator<Line> source) {
    if (source.hasNext()) {
      heads.add(new Source(source.next(), source));
    }
  }

  /**
   * An item to be written.
   *
   * @param dead null for one that lives
   */
  private record Line(Item item, DeadItem dead) {
    static Line of(Item item) {
      return new Line(item, null);
    }
  }

  private record Source(Line first, Iterator<Line> rest) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      return Long.compare(first.item().position(), other.first.item().position());
    }
  }

  private static String item(String queue, Line line) {
    Item item = line.item();
    JsonText text = new JsonText().put("in", queue).put("n", item.position());
    if (item.producer() != null) {
      text.put("producer", item.producer()).put("seq", item.seq());
    }
    text.put("at", item.at())
        .putUnlessZero("returned", item.returned())
        .put("notBefore", item.notBefore());
    if (line.dead() != null) {
      DeadItem dead = line.dead();
      text.put("died", dead.diedAt()).put("reason", dead.reason()).put("exitCode", dead.exitCode());
    }
    return text.body(item.body()).end();
  }

  static void events(ChannelState state, Consumer<String> out) {
    state
        .events()
        .forEach(
            (name, event) ->
                out.accept(
                    new JsonText()
                        .put("event", name)
                        .put("set", event.set())
                        .put("count", event.count())
                        .put("declared", event.declared())
                        .put("creator", event.creator())
                        .end()));
  }

  static void producers(ChannelState state, Consumer<String> out) {
    for (QueueState queue : state.queues().values()) {
      new TreeMap<>(queue.producers())
          .forEach((name, producer) -> out.accept(producer(state, queue.name(), name, producer)));
    }
    state
        .keys()
        .byTime()
        .forEach((at, keys) -> keys.forEach(key -> out.accept(key(state.keys(), key, at))));
  }

  private static String key(Remembered keys, String key, Instant at) {
    return new JsonText()
        .put("key", key)
        .put("at", at)
        .putUnlessZero("answer", keys.answer(key))
        .end();
  }

  private static String producer(ChannelState state, String queue, String name, Producer p) {
    Instant gone = state.gone().at().get(new ProducerKey(queue, name));
    return new JsonText()
        .put("producer", name)
        .put("queue", queue)
        .put("last", p.lastSeq())
        .put("owner", p.owner().id())
        .put("pod", p.owner().pod())
        .put("gone", gone)
        .end();
  }

  static void sessions(ChannelState state, Consumer<String> out) {
    new TreeMap<>(state.sessions())
        .values()
        .forEach(
            session ->
                out.accept(
                    new JsonText()
                        .put("owner", session.owner().id())
                        .put("pod", session.owner().pod())
                        .put("nonce", session.nonce())
                        .put("seen", session.seen())
                        .raw("leases", leases(state, session))
                        .end()));
  }

  private static String leases(ChannelState state, SessionState session) {
    StringJoiner list = new StringJoiner(",", "[", "]");
    for (LeaseRef ref : session.leases().values()) {
      Lease lease = state.queues().get(ref.queue()).leased().get(ref.position());
      list.add(
          new JsonText()
              .put("lease", lease.token())
              .put("number", lease.number())
              .put("attempt", lease.attempt())
              .put("arrived", lease.arrived())
              .put("until", lease.until())
              .end());
    }
    return list.toString();
  }
}
