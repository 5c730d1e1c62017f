package dev.workerpool.channel;

import java.util.HashMap;
import java.util.Map;
import org.pcollections.TreePMap;

/** Builds a state from its lines: what is derived (indexes, bytes) is built again. */
final class StateReader {
  private ChannelState state;
  private final Map<String, TreePMap<Long, Item>> items = new HashMap<>();
  private long highest;

  StateReader(Limits limits) {
    this.state = ChannelState.fresh(limits);
  }

  /** A queue's line, or a line of one of its items. */
  void queueLine(JsonLine line) {
    if (line.text("in") != null) {
      item(line);
      return;
    }
    String name = line.need("queue");
    int maxSize = (int) line.number("maxSize");
    boolean declared = line.flag("declared");
    state =
        Fold.fold(
            state,
            new Change.QueueSet(name, maxSize, declared, line.text("creator"), line.closed()));
    QueueState queue = state.queues().get(name);
    state = state.withQueue(queue.counting(line.number("done"), line.number("purged")));
    items.put(name, TreePMap.empty());
  }

  private void item(JsonLine line) {
    String queue = line.need("in");
    if (!items.containsKey(queue)) {
      throw new UnreadableException("an item of " + queue + ", which is not there", null);
    }
    Item item =
        Item.of(
                line.number("n"),
                line.text("producer"),
                line.number("seq"),
                line.time("at"),
                line.body())
            .withReturned((int) line.number("returned"));
    items.put(queue, items.get(queue).plus(item.position(), item));
    highest = Math.max(highest, item.position());
    state = state.weighing(item.weight());
  }

  void eventLine(JsonLine line) {
    state =
        Fold.fold(
            state,
            new Change.EventSet(
                line.need("event"),
                line.flag("set"),
                line.number("count"),
                line.flag("declared"),
                line.text("creator")));
  }

  void producerLine(JsonLine line) {
    if (line.text("key") != null) {
      state = Fold.fold(state, new Change.KeySeen(line.text("key"), line.time("at")));
      return;
    }
    ProducerKey key = new ProducerKey(line.need("queue"), line.need("producer"));
    QueueState queue = state.queues().get(key.queue());
    if (queue == null) {
      return;
    }
    Owner owner = new Owner(line.need("owner"), line.flag("pod"));
    Producer producer = new Producer(line.number("last"), owner);
    state = state.withQueue(queue.withProducers(queue.producers().plus(key.producer(), producer)));
    state = state.weighing(Weights.producer(key, owner.id()));
    if (line.text("gone") != null) {
      state = state.withGone(state.gone().plus(key, line.time("gone")));
    }
    if (line.text("gone") == null || !owner.pod()) {
      OwnerState all = state.owner(owner.id());
      state = state.withOwner(owner.id(), all.withProducers(all.producers().plus(key)));
    }
  }

  /** A session handed over, with its leases. */
  void sessionLine(JsonLine line) {
    Owner owner = new Owner(line.need("owner"), line.flag("pod"));
    String id = SessionState.idOf(owner, line.need("nonce"));
    SessionState session = SessionState.open(id, owner, line.need("nonce"), line.time("seen"));
    OwnerState all = state.owner(owner.id());
    state = state.withOwner(owner.id(), all.withSessions(all.sessions().plus(id)));
    for (JsonLine lease : line.lines("leases")) {
      session = lease(session, lease);
    }
    state = state.withSession(session);
  }

  private SessionState lease(SessionState session, JsonLine line) {
    String token = line.need("lease");
    LeaseRef.Token parts = LeaseRef.Token.of(token).orElseThrow(() -> bad(token));
    TreePMap<Long, Item> ready = items.get(parts.queue());
    Item item = ready == null ? null : ready.get(parts.position());
    if (item == null) {
      throw bad(token);
    }
    long number = line.number("number");
    Lease lease =
        Lease.given(token, number, session.id(), parts.handle(), line.text("attempt"), item);
    if (line.flag("arrived")) {
      lease = lease.withMissed(0);
    }
    items.put(parts.queue(), ready.minus(parts.position()));
    QueueState queue = state.queues().get(parts.queue());
    state = state.withQueue(queue.withLeased(queue.leased().plus(parts.position(), lease)));
    LeaseRef ref = new LeaseRef(parts.queue(), parts.position());
    return session.withLeases(session.leases().plus(number, ref));
  }

  private static UnreadableException bad(String token) {
    return new UnreadableException("a lease of nothing: " + token, null);
  }

  ChannelState state(long epoch, long nextPosition, long nextLease, boolean handedOver) {
    ChannelState all = state;
    for (Map.Entry<String, TreePMap<Long, Item>> queue : items.entrySet()) {
      all = all.withQueue(all.queues().get(queue.getKey()).withReady(queue.getValue()));
    }
    return all.withCounters(
        new ChannelState.Counters(
            epoch,
            Math.max(nextPosition, highest + 1),
            Math.max(nextLease, 1),
            all.bytes(),
            handedOver));
  }
}
