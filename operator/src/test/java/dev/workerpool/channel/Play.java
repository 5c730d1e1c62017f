package dev.workerpool.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * A channel played by hand. After each step it checks what must always hold: a successor that folds
 * the changes alone has the same durable state, and the bytes reckoned cover the bytes stored.
 */
final class Play {
  static final Owner A = Owner.pod("pod-a");
  static final Owner B = Owner.pod("pod-b");
  static final Stamp STAMP = new Stamp(1, "holder", "commit");

  ChannelState state;
  private ChannelState successor;
  Instant now = Instant.parse("2026-11-22T15:00:00Z");
  List<Change> changes = List.of();

  Play() {
    this(900 * 1024);
  }

  Play(long bytes) {
    state = ChannelState.fresh(Limits.ofBytes(bytes)).claimed(1, now, Duration.ofSeconds(10));
    successor = state;
  }

  Outcome does(Owner owner, Operation operation) {
    Applied applied = Channels.apply(state, new Request(owner, operation), now);
    boolean changed = applied.state() != state;
    state = applied.state();
    changes = applied.changes();
    for (Change change : changes) {
      successor = Channels.fold(successor, ChangeCodec.decode(ChangeCodec.encode(change)));
    }
    if (changed) {
      check();
    }
    return applied.outcome();
  }

  private void check() {
    var stored = ChannelCodec.encode(STAMP, state);
    var content = new HashMap<>(stored);
    var other = new HashMap<>(ChannelCodec.encode(STAMP, successor));
    // Lease numbers are the leader's own.
    content.remove(ChannelCodec.CHANNEL);
    other.remove(ChannelCodec.CHANNEL);
    assertThat(other).isEqualTo(content);
    assertThat(successor.bytes()).isEqualTo(state.bytes());
    assertThat(state.bytes()).isGreaterThanOrEqualTo(ChannelCodec.sizeBytes(stored));
    var read = ChannelCodec.decode(stored, state.limits());
    assertThat(ChannelCodec.encode(STAMP, read)).isEqualTo(stored);
    assertThat(read.bytes()).isEqualTo(state.bytes());
    state.queues().values().forEach(Play::checkSums);
  }

  private static void checkSums(QueueState queue) {
    QueueCounts c = queue.counts();
    assertThat(c.puts())
        .isEqualTo(c.done() + c.purged() + queue.unfinished() + queue.dead().size());
  }

  /** The relay dies, and another one takes over what was stored. */
  void crash() {
    var stored = ChannelCodec.encode(STAMP, state);
    long epoch = state.epoch() + 1;
    state = ChannelCodec.decode(stored, state.limits());
    state = state.claimed(epoch, now, Duration.ofSeconds(10));
    successor = state;
  }

  void pass(Duration time) {
    now = now.plus(time);
    if (state.graceUntil() != null && !now.isBefore(state.graceUntil())) {
      state = state.withoutGrace();
    }
    if (state.nextTimer() != null && !now.isBefore(state.nextTimer())) {
      does(A, new Operation.Tick());
    }
  }

  void queue(String name, int maxSize) {
    does(A, new Operation.MakeQueue(name, maxSize));
  }

  static Operation numbered(String queue, String producer, long seq, Object... items) {
    return new Operation.Put(queue, new Operation.Sequence(producer, seq), bodies(items));
  }

  static Operation put(String queue, Object... items) {
    return new Operation.Put(queue, null, bodies(items));
  }

  static List<Body> bodies(Object... items) {
    return Arrays.stream(items).map(i -> Body.json(i.toString())).toList();
  }

  String session(Owner owner) {
    return ((Outcome.SessionOpened) does(owner, new Operation.OpenSession("n", List.of())))
        .session();
  }

  List<Delivery> take(Owner owner, String queue, int max, String attempt) {
    return ((Outcome.Taken) tries(owner, queue, max, attempt)).items();
  }

  Outcome tries(Owner owner, String queue, int max, String attempt) {
    return does(owner, new Operation.Take(queue, idOf(owner), max, attempt, null, List.of()));
  }

  Outcome takes(Owner owner, String queue, String attempt, String handle) {
    return does(owner, new Operation.Take(queue, idOf(owner), 1, attempt, handle, List.of()));
  }

  static String idOf(Owner owner) {
    return SessionState.idOf(owner, "n");
  }

  Outcome ack(Owner owner, String... leases) {
    return does(owner, new Operation.Settle(idOf(owner), List.of(leases), List.of()));
  }

  Outcome nack(Owner owner, String... leases) {
    return does(owner, new Operation.Settle(idOf(owner), List.of(), List.of(leases)));
  }

  QueueStats stats(String queue) {
    return ((Outcome.StatsOf) does(A, new Operation.Stats(queue))).stats();
  }

  List<String> peek(String queue) {
    return texts(((Outcome.Peeked) does(A, new Operation.Peek(queue, 1000))).items());
  }

  static List<String> texts(List<Delivery> items) {
    return items.stream().map(d -> d.body().text()).toList();
  }
}
