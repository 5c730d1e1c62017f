package dev.workerpool.sim;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One life of a worker: puts in one lane, works in another, and gives signs of life. */
final class Worker {
  private static final long HEARTBEAT_MICROS = 5_000_000;

  private record Held(String queue, Delivery delivery) {}

  private final Heap heap;
  private final Oracle oracle;
  private final String pod;
  private final Lane puts;
  private final Lane work;
  private final Lane beats;
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Held> held = new LinkedHashMap<>();
  private boolean lives = true;
  private String session;
  private int nonce;
  private int attempts;
  private long seen;

  Worker(Heap heap, Network network, Oracle oracle, String pod) {
    this.heap = heap;
    this.oracle = oracle;
    this.pod = pod;
    this.puts = new Lane(heap, network, this);
    this.work = new Lane(heap, network, this);
    this.beats = new Lane(heap, network, this);
    reopen(work);
    heap.after(HEARTBEAT_MICROS, this::beat);
  }

  String pod() {
    return pod;
  }

  boolean lives() {
    return lives;
  }

  void die() {
    lives = false;
  }

  long seen() {
    return seen;
  }

  void saw(long epoch) {
    seen = Math.max(seen, epoch);
  }

  boolean isIdle() {
    return puts.isIdle() && work.isIdle();
  }

  boolean isPutting() {
    return !puts.isIdle();
  }

  /** Whether it has so much to do that more would only wait. */
  boolean isBusy() {
    return work.waiting() > 3;
  }

  boolean holds() {
    return !held.isEmpty();
  }

  // Jobs.

  void put(String queue, int count) {
    long first = sequences.merge(queue, (long) count, Long::sum) - count + 1;
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(Body.json(Items.of(pod, queue, first + i)));
    }
    Operation put = new Operation.Put(queue, new Operation.Sequence(pod, first), bodies);
    oracle.puts(bodies((Operation.Put) put));
    puts.add(new Lane.Job(() -> put, 500_000, this::mustBeStored));
  }

  static List<String> bodies(Operation.Put put) {
    return put.items().stream().map(Body::text).toList();
  }

  private void mustBeStored(Outcome outcome) {
    if (!(outcome instanceof Outcome.Stored)) {
      oracle.violated("a put of " + pod + " was answered " + outcome);
    }
  }

  void take(String queue, int max, long waitMicros) {
    String attempt = pod + "-" + attempts++;
    Supplier<Operation> take =
        () -> new Operation.Take(queue, session, max, attempt, null, List.of());
    work.add(new Lane.Job(take, waitMicros, outcome -> taken(queue, outcome)));
  }

  /**
   * Acknowledges what it holds, puts one item, and takes. Refused, it is not tried again: an
   * earlier try may be done late all the same, so that its number stays used.
   */
  void exchange(String queue, int max, long waitMicros, String target) {
    String attempt = pod + "-" + attempts++;
    String producer = pod + "-" + attempt;
    List<String> tokens = new ArrayList<>();
    Body result = Body.json(Items.of(producer, target, 1));
    var then = new Operation.Put(target, new Operation.Sequence(producer, 1), List.of(result));
    Supplier<Operation> exchange =
        () -> {
          if (tokens.isEmpty()) {
            tokens.addAll(held.keySet());
            tokens.forEach(t -> oracle.acks(held.get(t).delivery().body().text()));
            oracle.puts(bodies(then));
          }
          return tokens.isEmpty()
              ? null
              : new Operation.Take(queue, session, max, attempt, null, tokens, List.of(then));
        };
    work.add(new Lane.Job(exchange, waitMicros, outcome -> exchanged(queue, tokens, outcome)));
  }

  private void exchanged(String queue, List<String> tokens, Outcome outcome) {
    if (!(outcome instanceof Outcome.Full)) {
      settled(tokens, outcome);
    }
    taken(queue, outcome);
  }

  private void taken(String queue, Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      taken.items().forEach(d -> held.put(d.lease(), new Held(queue, d)));
    }
  }

  /** Acknowledges what it holds, or gives it back. */
  void settle(boolean ack) {
    List<String> tokens = new ArrayList<>();
    Supplier<Operation> settle =
        () -> {
          if (tokens.isEmpty()) {
            tokens.addAll(held.keySet());
          }
          tokens.retainAll(held.keySet());
          if (tokens.isEmpty()) {
            return null;
          }
          if (ack) {
            tokens.forEach(t -> oracle.acks(held.get(t).delivery().body().text()));
          }
          List<String> all = List.copyOf(tokens);
          return new Operation.Settle(session, ack ? all : List.of(), ack ? List.of() : all);
        };
    work.add(new Lane.Job(settle, 0, outcome -> settled(tokens, outcome)));
  }

  private void settled(List<String> tokens, Outcome outcome) {
    if (outcome instanceof Outcome.LeaseLost lost) {
      lost.leases().forEach(held::remove);
    } else {
      tokens.forEach(held::remove);
    }
  }

  void join(String queue) {
    work.add(new Lane.Job(() -> new Operation.Join(queue), 1_000_000, outcome -> {}));
  }

  void event(boolean set) {
    String key = pod + "-event-" + attempts++;
    Operation change =
        set ? new Operation.SetEvent("ready", key) : new Operation.ClearEvent("ready", key);
    work.add(new Lane.Job(() -> change, 0, outcome -> {}));
  }

  /** Closes its session, and opens another one. */
  void leave() {
    work.add(
        new Lane.Job(
            () -> session == null ? null : new Operation.CloseSession(session),
            0,
            outcome -> {
              held.clear();
              session = null;
              nonce++;
            }));
    work.add(opening());
  }

  /** Opens the session before that lane goes on. */
  void reopen(Lane lane) {
    if (lane == work) {
      work.addFirst(opening());
    } else {
      work.add(opening());
    }
  }

  private Lane.Job opening() {
    return new Lane.Job(
        () -> new Operation.OpenSession("n" + nonce, leases()),
        0,
        outcome -> {
          if (outcome instanceof Outcome.SessionOpened opened) {
            session = opened.session();
            opened.unknown().forEach(held::remove);
          }
        });
  }

  private List<HeldLease> leases() {
    return held.entrySet().stream()
        .map(e -> new HeldLease(e.getKey(), e.getValue().queue(), e.getValue().delivery().id()))
        .toList();
  }

  private void beat() {
    if (!lives) {
      return;
    }
    if (session != null && beats.isIdle()) {
      beats.add(new Lane.Job(this::heartbeat, 0, this::alive));
    }
    heap.after(HEARTBEAT_MICROS, this::beat);
  }

  private Operation heartbeat() {
    return session == null ? null : new Operation.Heartbeat(session, List.copyOf(held.keySet()));
  }

  private void alive(Outcome outcome) {
    if (outcome instanceof Outcome.Alive alive) {
      alive.unknown().forEach(held::remove);
    }
  }
}
