package dev.workerpool.relay;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One world, one store, as many relays as a test wants, and short words for what workers ask. */
final class Stage {
  static final PoolChannel POOL = new PoolChannel(new ChannelRef("ns", "pool"), "uid-1");
  static final Declaration DECLARED =
      new Declaration(
          List.of(
              new Declaration.DeclaredQueue("tasks", 2), new Declaration.DeclaredQueue("open", 0)),
          List.of("ready"));
  static final Duration WAIT = Duration.ofSeconds(20);

  final World world = new World();
  final MemoryStore store;
  final Relay relay;
  private final Map<String, String> sessions = new HashMap<>();

  Stage() {
    this(false);
  }

  Stage(boolean ofRecords) {
    store = new MemoryStore(world, ofRecords);
    relay = another();
    relay.own(POOL, DECLARED, 0);
    relay.start();
    world.settle();
  }

  Relay another() {
    return new ChannelRelay(store, world.runtime(), RelaySettings.DEFAULT);
  }

  /** A second relay takes over, and is there. */
  Relay takeOver() {
    Relay next = another();
    next.own(POOL, DECLARED, 0);
    next.start();
    world.settle();
    return next;
  }

  CompletableFuture<Answer> ask(Relay at, String pod, Operation operation, Duration wait) {
    return ask(at, pod, operation, wait, 0);
  }

  private CompletableFuture<Answer> ask(
      Relay at, String pod, Operation operation, Duration wait, long seenEpoch) {
    Caller caller = new Caller.Worker("ns", "pool", "pool", pod);
    CompletableFuture<Answer> answer =
        at.submit(new Submission(POOL.ref(), caller, operation, wait, seenEpoch));
    world.settle();
    return answer;
  }

  /** By a client that an answer under that epoch has reached. */
  CompletableFuture<Answer> askHavingSeen(long epoch, String pod, Operation operation) {
    return ask(relay, pod, operation, Duration.ZERO, epoch);
  }

  CompletableFuture<Answer> ask(String pod, Operation operation, Duration wait) {
    return ask(relay, pod, operation, wait);
  }

  Outcome now(String pod, Operation operation) {
    return outcome(ask(pod, operation, Duration.ZERO));
  }

  static Outcome outcome(CompletableFuture<Answer> answer) {
    return answer.isDone() ? answer.join().outcome() : null;
  }

  String session(Relay at, String pod, HeldLease... held) {
    Outcome o = outcome(ask(at, pod, new Operation.OpenSession("n", List.of(held)), Duration.ZERO));
    String session = ((Outcome.SessionOpened) o).session();
    sessions.put(pod, session);
    return session;
  }

  String session(String pod) {
    return session(relay, pod);
  }

  static Operation put(String queue, String producer, long seq, Object... items) {
    return new Operation.Put(queue, new Operation.Sequence(producer, seq), bodies(items));
  }

  private static List<Body> bodies(Object... items) {
    return Arrays.stream(items).map(i -> Body.json(i.toString())).toList();
  }

  Operation take(String pod, String queue, int max, String attempt, String... acks) {
    return new Operation.Take(queue, sessions.get(pod), max, attempt, null, List.of(acks));
  }

  Operation ack(String pod, String... leases) {
    return new Operation.Settle(sessions.get(pod), List.of(leases), List.of());
  }

  /** What the relay tells of the channel's trouble; null for none. */
  static ChannelView.Problem problem(Relay relay) {
    return relay.watch(null, Duration.ZERO).join().channels().get(0).problem();
  }

  static List<Delivery> taken(Outcome outcome) {
    return ((Outcome.Taken) outcome).items();
  }

  static List<String> texts(Outcome outcome) {
    return taken(outcome).stream().map(d -> d.body().text()).toList();
  }

  static HeldLease held(String queue, Delivery d) {
    return new HeldLease(d.lease(), queue, d.id());
  }
}
