package dev.workerpool.channel;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
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
              .put("maxSize", config.maxSize())
              .put("declared", config.declared())
              .put("creator", config.creator())
              .put("closed", config.closed() == null ? null : config.closed().wire())
              .put("done", queue.done())
              .put("purged", queue.purged())
              .end());
      items(queue, out);
    }
  }

  /** Ready and leased together, by position: leases aren't durable. */
  private static void items(QueueState queue, Consumer<String> out) {
    Map<Long, Item> leased = new TreeMap<>();
    queue.leased().forEach((position, lease) -> leased.put(position, lease.item()));
    Iterator<Item> held = leased.values().iterator();
    Item next = held.hasNext() ? held.next() : null;
    for (Item item : queue.ready().values()) {
      while (next != null && next.position() < item.position()) {
        out.accept(item(queue.name(), next));
        next = held.hasNext() ? held.next() : null;
      }
      out.accept(item(queue.name(), item));
    }
    while (next != null) {
      out.accept(item(queue.name(), next));
      next = held.hasNext() ? held.next() : null;
    }
  }

  private static String item(String queue, Item item) {
    JsonText line = new JsonText().put("in", queue).put("n", item.position());
    if (item.producer() != null) {
      line.put("producer", item.producer()).put("seq", item.seq());
    }
    line.put("at", item.at().toString());
    if (item.returned() > 0) {
      line.put("returned", item.returned());
    }
    return line.body(item.body()).end();
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
        .forEach(
            (at, keys) ->
                keys.forEach(
                    key ->
                        out.accept(new JsonText().put("key", key).put("at", at.toString()).end())));
  }

  private static String producer(ChannelState state, String queue, String name, Producer p) {
    Instant gone = state.gone().at().get(new ProducerKey(queue, name));
    return new JsonText()
        .put("producer", name)
        .put("queue", queue)
        .put("last", p.lastSeq())
        .put("owner", p.owner().id())
        .put("pod", p.owner().pod())
        .put("gone", gone == null ? null : gone.toString())
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
                        .put("seen", session.seen().toString())
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
              .end());
    }
    return list.toString();
  }
}
