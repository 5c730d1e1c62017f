package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelaySettings;
import dev.workerpool.relay.Submission;
import dev.workerpool.relay.World;
import dev.workerpool.relay.WriteBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Relays on hybrid stores over one server, and time by hand. */
final class HybridStage {
  static final PoolChannel POOL = new PoolChannel(new ChannelRef("ns", "pool"), "uid-0abcd");
  static final String HEAD = "pool-channel";
  static final Declaration DECLARED =
      new Declaration(List.of(new Declaration.DeclaredQueue("open", 0)), List.of());

  /** Logs and snapshots come early, to be seen. */
  static final HybridSettings SMALL =
      new HybridSettings(
          16L << 20,
          3_000,
          40_000,
          4 * 1024,
          20_000,
          30_000,
          20,
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          4);

  final World world = new World();
  final FakeMaps maps = new FakeMaps(world);
  final HybridSettings settings;
  final List<HybridStore> stores = new ArrayList<>();
  private final List<Relay> relays = new ArrayList<>();
  Relay relay;
  long seq;

  HybridStage() {
    this(SMALL);
  }

  HybridStage(HybridSettings settings) {
    this.settings = settings;
    this.relay = another();
  }

  /** One more relay; it takes over, and is there. */
  Relay another() {
    var budget = new WriteBudget(WriteBudget.DEFAULT_BYTES, world.runtime().clock());
    return another(new HybridStore(maps, world.runtime(), settings, budget));
  }

  Relay another(HybridStore store) {
    stores.add(store);
    Relay next = new ChannelRelay(store, world.runtime(), RelaySettings.DEFAULT);
    relays.add(next);
    next.own(POOL, DECLARED, 0);
    next.start();
    world.settle();
    return next;
  }

  /** One more, and the others have stopped. */
  Relay theOnlyOne() {
    relays.forEach(Relay::stop);
    world.settle();
    relays.clear();
    return another();
  }

  HybridStore store() {
    return stores.get(stores.size() - 1);
  }

  CompletableFuture<Answer> ask(Relay at, Operation operation) {
    Caller caller = new Caller.Worker("ns", "pool", "pool", "pod-1");
    CompletableFuture<Answer> answer =
        at.submit(new Submission(POOL.ref(), caller, operation, Duration.ofSeconds(20), 0));
    world.settle();
    return answer;
  }

  Outcome now(Relay at, Operation operation) {
    CompletableFuture<Answer> answer = ask(at, operation);
    return answer.isDone() ? answer.join().outcome() : null;
  }

  static Operation put(long seq, String text) {
    return new Operation.Put(
        "open", new Operation.Sequence("p", seq), List.of(Body.json("\"" + text + "\"")));
  }

  /** Puts so many, each of so many characters, each a commit of its own. */
  void puts(int count, int length) {
    for (int i = 0; i < count; i++) {
      seq++;
      Outcome outcome = now(relay, put(seq, text(seq, length)));
      if (!outcome.equals(new Outcome.Stored(false))) {
        throw new AssertionError("put " + seq + ": " + outcome);
      }
    }
  }

  /** A text that doesn't compress well, and is another one for each number. */
  static String text(long number, int length) {
    StringBuilder text = new StringBuilder(number + ":");
    long x = number * 0x9E3779B97F4A7C15L + 1;
    while (text.length() < length) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      text.append((char) ('a' + Math.floorMod(x, 26)));
    }
    return text.toString();
  }

  List<String> items(Relay at) {
    Outcome outcome = now(at, new Operation.Peek("open", 1000));
    return ((Outcome.Peeked) outcome).items().stream().map(Delivery::body).map(Body::text).toList();
  }

  /** Numbers of the items there, as put by {@link #puts}. */
  List<Long> numbers(Relay at) {
    return items(at).stream()
        .map(text -> Long.valueOf(text.substring(1, text.indexOf(':'))))
        .toList();
  }

  /** The numbers from 1 on. */
  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  ChannelView.Problem problem(Relay at) {
    return at.watch(null, Duration.ZERO).join().channels().get(0).problem();
  }
}
