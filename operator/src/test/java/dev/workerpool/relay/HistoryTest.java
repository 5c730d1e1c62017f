package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.DECLARED;
import static dev.workerpool.relay.Stage.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.QueueRules;
import dev.workerpool.channel.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workers that retry until they are answered, on relays that are stopped, forgotten and overtaken,
 * and a store that loses requests and replies. Every put is delivered and acknowledged in the end;
 * none appears twice; nothing acknowledged is delivered again. A failure names its seed.
 */
class HistoryTest {
  private static final int SEEDS_EACH = Integer.getInteger("workerpool.seeds", 8);
  private static final int ITEMS = 25;
  private static final int WORKERS = 3;
  private static final int ALL = ITEMS * WORKERS;

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 5000", "false, 10000", "true, 15000"})
  void whateverFails_nothingIsLostOrDoubled(boolean ofRecords, long first) {
    Long only = Long.getLong("workerpool.seed");
    for (long seed = first; seed < first + SEEDS_EACH; seed++) {
      long played = only == null ? seed : only;
      try {
        new History(played, ofRecords).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + played + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class History {
    final Random random;
    final World world = new World();
    final MemoryStore store;
    final List<Relay> relays = new ArrayList<>();
    final List<Worker> workers = new ArrayList<>();
    final Set<String> acknowledged = new HashSet<>();
    final Set<String> maybeAcknowledged = new HashSet<>();
    final Set<String> seen = new HashSet<>();
    final Map<String, Integer> deliveredAfterAck = new HashMap<>();

    History(long seed, boolean ofRecords) {
      random = new Random(seed);
      store = new MemoryStore(world, ofRecords);
    }

    void run() {
      start();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(new Worker(this, "w" + i));
      }
      for (int step = 0; step < 400; step++) {
        workers.get(random.nextInt(WORKERS)).step();
        trouble();
        world.pass(Duration.ofMillis(random.nextInt(400)));
      }
      store.fates.clear();
      store.holding = false;
      store.releaseAll();
      // The Lease is one relay's in the end, and the others know.
      while (relays.size() > 1) {
        relays.remove(0).stop();
      }
      for (int step = 0; step < 4000 && !finished(); step++) {
        workers.get(step % WORKERS).step();
        world.pass(Duration.ofMillis(300));
      }
      // The last answers reach their workers.
      for (int step = 0; step < 30 * WORKERS; step++) {
        workers.get(step % WORKERS).step();
        world.pass(Duration.ofMillis(300));
      }
      QueueStats tasks = tasks();
      assertThat(tasks.unfinished()).isZero();
      assertThat(tasks.done()).as("each put once, each acknowledged once").isEqualTo(ALL);
      assertThat(seen).as("each delivered").hasSize(ALL);
      acknowledged.addAll(maybeAcknowledged);
      assertThat(acknowledged).as("nobody else acknowledged").hasSize(ALL);
      assertThat(deliveredAfterAck).isEmpty();
    }

    private boolean finished() {
      return workers.stream().allMatch(w -> w.seq > ITEMS) && tasks().unfinished() == 0;
    }

    private QueueStats tasks() {
      WatchPage page = relays.get(relays.size() - 1).watch(null, Duration.ZERO).join();
      return page.channels().stream()
          .flatMap(view -> view.queues().stream())
          .filter(q -> q.name().equals("tasks"))
          .findAny()
          .orElse(new QueueStats("tasks", QueueRules.ofSize(0), 0, 0, 0, 1, 0, 0, 0, null, null));
    }

    private void trouble() {
      int kind = random.nextInt(60);
      if (kind < 3) {
        store.fates.add(MemoryStore.Fate.LOST_BEFORE);
      } else if (kind < 6) {
        store.fates.add(MemoryStore.Fate.LOST_AFTER);
      } else if (kind < 8) {
        store.holding = true;
      } else if (kind < 14) {
        store.holding = false;
        store.releaseAll();
      } else if (kind == 14) {
        start();
      } else if (kind == 15 && !relays.isEmpty()) {
        relays.get(relays.size() - 1).stop();
        start();
      }
    }

    /** Another relay; the one before may not know yet. */
    private void start() {
      Relay relay = new ChannelRelay(store, world.runtime(), RelaySettings.DEFAULT);
      relay.own(POOL, DECLARED, 0);
      relay.start();
      relays.add(relay);
    }

    /** Mostly the newest; now and then an old one that still believes it serves. */
    Relay someRelay() {
      boolean old = relays.size() > 1 && random.nextInt(10) == 0;
      return relays.get(old ? random.nextInt(relays.size()) : relays.size() - 1);
    }
  }

  /** Puts its items one by one, and works on whatever it is given; repeats what isn't answered. */
  private static final class Worker {
    private final History history;
    private final String pod;
    private final Map<String, Delivery> held = new HashMap<>();
    private CompletableFuture<Answer> putting;
    private CompletableFuture<Answer> working;
    private Operation asked;
    private long seq = 1;
    private int attempts;
    private String session;

    Worker(History history, String pod) {
      this.history = history;
      this.pod = pod;
    }

    void step() {
      if (seq <= ITEMS && (putting == null || putting.isDone())) {
        if (putting != null && putting.join().outcome() instanceof Outcome.Stored) {
          seq++;
        }
        putting = seq <= ITEMS ? ask(putOf(seq)) : null;
      }
      if (working == null) {
        work();
      } else if (working.isDone()) {
        answered(working.join().outcome());
        work();
      }
    }

    private Operation putOf(long number) {
      Body body = Body.json("\"" + pod + "-" + number + "\"");
      return new Operation.Put("tasks", new Operation.Sequence(pod, number), List.of(body));
    }

    private void work() {
      if (asked == null) {
        asked = next();
      }
      working = ask(asked);
    }

    private Operation next() {
      if (session == null) {
        List<HeldLease> leases =
            held.values().stream().map(d -> new HeldLease(d.lease(), "tasks", d.id())).toList();
        return new Operation.OpenSession("n", leases);
      }
      if (held.isEmpty()) {
        return new Operation.Take(
            "tasks", session, 1 + history.random.nextInt(2), "t" + attempts++, null, List.of());
      }
      return new Operation.Settle(session, List.copyOf(held.keySet()), List.of());
    }

    private void answered(Outcome outcome) {
      if (outcome instanceof Outcome.SessionOpened opened) {
        session = opened.session();
        opened.unknown().forEach(held::remove);
      } else if (outcome instanceof Outcome.Taken taken) {
        taken.items().forEach(this::delivered);
      } else if (outcome instanceof Outcome.Done) {
        held.values().forEach(d -> history.acknowledged.add(d.body().text()));
        held.clear();
      } else if (outcome instanceof Outcome.LeaseLost lost) {
        // Those whose item is gone were acknowledged by the try whose answer was lost.
        lost.gone().forEach(l -> history.maybeAcknowledged.add(held.get(l).body().text()));
        lost.leases().forEach(held::remove);
      } else if (outcome instanceof Outcome.SessionUnknown) {
        session = null;
      } else if (!(outcome instanceof Outcome.Empty)) {
        // Not served, or nobody knows: the very same again.
        if (asked instanceof Operation.Settle) {
          held.values().forEach(d -> history.maybeAcknowledged.add(d.body().text()));
        }
        return;
      }
      asked = null;
    }

    /**
     * A deposed relay may hand out one more; then its acknowledgement fails. So only newest ones.
     */
    private void delivered(Delivery delivery) {
      boolean current = working.join().epoch() >= history.store.stamp(POOL).epoch();
      if (current && history.acknowledged.contains(delivery.body().text())) {
        history.deliveredAfterAck.merge(delivery.body().text(), 1, Integer::sum);
      }
      history.seen.add(delivery.body().text());
      held.put(delivery.lease(), delivery);
    }

    private CompletableFuture<Answer> ask(Operation operation) {
      Caller caller = new Caller.Worker("ns", "pool", "pool", pod);
      Submission submission =
          new Submission(POOL.ref(), caller, operation, Duration.ofSeconds(2), 0);
      return history.someRelay().submit(submission);
    }
  }
}
