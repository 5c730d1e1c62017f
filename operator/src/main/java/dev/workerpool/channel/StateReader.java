package dev.workerpool.channel;

import java.util.HashMap;
import java.util.Map;
import org.pcollections.TreePMap;

/** Builds a state from its lines: what is derived (indexes, bytes) is built again. */
final class StateReader {
  private ChannelState state;
  private final Map<String, Reading> reading = new HashMap<>();
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
    state =
        Fold.fold(
            state,
            new Change.QueueSet(
                name,
                line.rules(),
                line.flag("declared"),
                line.text("creator"),
                line.closed("closed"),
                line.closed("specClosed")));
    long done = line.number("done");
    long purged = line.number("purged");
    reading.put(name, new Reading(state.queues().get(name).config(), line.number("puts", -1)));
    QueueState queue = state.queues().get(name);
    QueueCounts counts = new QueueCounts(done + purged, done, purged, 0);
    state = state.withQueue(queue.withCounts(counts));
  }

  private void item(JsonLine line) {
    Reading queue = reading.get(line.need("in"));
    if (queue == null) {
      throw new UnreadableException("an item of " + line.need("in") + ", which is not there", null);
    }
    Item item =
        Item.of(
                line.number("n"),
                line.text("producer"),
                line.number("seq"),
                line.time("at"),
                line.body())
            .withReturned((int) line.number("returned"), line.timeOrNull("notBefore"));
    highest = Math.max(highest, item.position());
    if (line.text("died") == null) {
      queue.free(item);
      state = state.weighing(item.weight());
    } else {
      DeadItem dead =
          new DeadItem(item, line.time("died"), line.need("reason"), line.integer("exitCode"));
      queue.dead(dead);
      state = state.weighing(dead.weight());
    }
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

  /** A primitive's line, or a line of one of its holds. */
  void primitiveLine(JsonLine line) {
    state = PrimitiveCodec.read(state, line);
    highest = Math.max(highest, line.number("n"));
  }

  void producerLine(JsonLine line) {
    if (line.text("key") != null) {
      state =
          Fold.fold(
              state, new Change.KeySeen(line.text("key"), line.time("at"), line.number("answer")));
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
    Reading reader = reading.get(parts.queue());
    Item item = reader == null ? null : reader.stock.item(parts.position());
    if (item == null) {
      throw bad(token);
    }
    long number = line.number("number");
    Lease lease =
        Lease.given(token, number, session.id(), parts.handle(), line.text("attempt"), item)
            .withUntil(line.timeOrNull("until"));
    if (line.flag("arrived")) {
      lease = lease.withMissed(0);
    }
    reader.stock = reader.stock.minus(parts.position());
    state = state.withQueue(state.queues().get(parts.queue()).leasing(lease));
    LeaseRef ref = new LeaseRef(parts.queue(), parts.position());
    return session.withLeases(session.leases().plus(number, ref));
  }

  private static UnreadableException bad(String token) {
    return new UnreadableException("a lease of nothing: " + token, null);
  }

  ChannelState state(long epoch, long nextPosition, long nextLease, boolean handedOver) {
    ChannelState all = state;
    for (Map.Entry<String, Reading> queue : reading.entrySet()) {
      all = all.withQueue(queue.getValue().in(all.queues().get(queue.getKey())));
    }
    return all.withCounters(
        new Counters(
            epoch,
            Math.max(nextPosition, highest + 1),
            Math.max(nextLease, 1),
            all.bytes(),
            handedOver));
  }

  /** The items of a queue that is being read. */
  private static final class Reading {
    private final long puts;
    private Stock stock;
    private TreePMap<Long, DeadItem> dead = TreePMap.empty();
    private int items;
    private long bytes;

    /**
     * @param puts -1 where they were not counted yet
     */
    Reading(QueueConfig config, long puts) {
      this.puts = puts;
      this.stock = Stock.empty(config.rules().order());
    }

    void free(Item item) {
      stock = stock.plus(item);
      items++;
      bytes += item.weight();
    }

    void dead(DeadItem item) {
      dead = dead.plus(item.item().position(), item);
      items++;
      bytes += item.weight();
    }

    QueueState in(QueueState queue) {
      QueueCounts c = queue.counts();
      long all = puts < 0 ? c.done() + c.purged() + items : puts;
      return queue
          .withStock(stock)
          .withDead(dead)
          .withCounts(new QueueCounts(all, c.done(), c.purged(), bytes));
    }
  }
}
