package dev.workerpool.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations, crashes and retries against a model so simple that it is evidently right. A
 * failure names its seed: {@code -Dworkerpool.seed=N} plays that one.
 */
class RandomOperationsTest {
  private static final int SEEDS_EACH = Integer.getInteger("workerpool.seeds", 10);
  private static final int STEPS = 120;

  @ParameterizedTest
  @ValueSource(longs = {1, 1001, 2001, 3001, 4001})
  void randomOperations_endAsInTheModel(long first) {
    Long only = Long.getLong("workerpool.seed");
    for (long seed = first; seed < first + SEEDS_EACH; seed++) {
      long played = only == null ? seed : only;
      try {
        new Game(played).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + played + ": " + e.getMessage(), e);
      }
    }
  }

  /** An item in the model: its text, and who holds it by which lease (null: ready). */
  private static final class Thing {
    final String text;
    Owner holder;
    String lease;
    String id;
    int deliveries;
    boolean heldBack;

    Thing(String text) {
      this.text = text;
    }
  }

  private static final class Game {
    private final Random random;
    private final Play play = new Play();
    private final List<Owner> owners = List.of(Owner.pod("w0"), Owner.pod("w1"), Owner.pod("w2"));
    private final Map<String, List<Thing>> queues = new HashMap<>();
    private final Map<String, Long> lastSeq = new HashMap<>();
    private final List<String> finished = new ArrayList<>();
    private int counter;

    Game(long seed) {
      random = new Random(seed);
    }

    void play() {
      Declaration d =
          new Declaration(List.of(unlimited("small", 3), unlimited("open", 0)), List.of());
      play.does(Play.A, new Operation.Declare(d));
      queues.put("small", new ArrayList<>());
      queues.put("open", new ArrayList<>());
      owners.forEach(play::session);
      for (int i = 0; i < STEPS; i++) {
        step();
        compare();
      }
    }

    private static Declaration.DeclaredQueue unlimited(String name, int maxSize) {
      return new Declaration.DeclaredQueue(name, new QueueRules(maxSize, Order.FIFO, 0, 0), null);
    }

    private void step() {
      String queue = random.nextInt(3) == 0 ? "open" : "small";
      Owner owner = owners.get(random.nextInt(3));
      int kind = random.nextInt(100);
      if (kind < 35) {
        put(queue, owner);
      } else if (kind < 65) {
        take(queue, owner);
      } else if (kind < 82) {
        settle(owner, true);
      } else if (kind < 88) {
        settle(owner, false);
      } else if (kind < 91) {
        die(owner);
      } else if (kind < 93) {
        purge(queue);
      } else if (kind < 96) {
        crash();
      } else {
        play.pass(Duration.ofSeconds(random.nextInt(12)));
        if (play.state.graceUntil() == null) {
          things().forEach(t -> t.heldBack = false);
        }
      }
    }

    private List<Thing> things() {
      return queues.values().stream().flatMap(List::stream).toList();
    }

    private static long ready(List<Thing> queue) {
      return queue.stream().filter(t -> t.holder == null).count();
    }

    private void put(String queue, Owner owner) {
      String producer = "p" + random.nextInt(2);
      long last = lastSeq.getOrDefault(queue + producer, 0L);
      long seq = Math.max(1, last + 1 + random.nextInt(4) - 2);
      Object[] items = new Object[1 + random.nextInt(4)];
      for (int i = 0; i < items.length; i++) {
        items[i] = ++counter;
      }
      Outcome outcome = play.does(owner, Play.numbered(queue, producer, seq, items));
      List<Thing> things = queues.get(queue);
      boolean small = queue.equals("small");
      if (seq + items.length - 1 <= last) {
        assertThat(outcome).isEqualTo(new Outcome.Stored(true));
      } else if (seq != last + 1) {
        assertThat(outcome).isEqualTo(new Outcome.SequenceGap(queue, last + 1));
      } else if (small && items.length > 3) {
        assertThat(outcome).isInstanceOf(Outcome.BatchTooLarge.class);
      } else if (small && ready(things) + items.length > 3) {
        assertThat(outcome).isEqualTo(new Outcome.Full("small", 3));
      } else {
        assertThat(outcome).isEqualTo(new Outcome.Stored(false));
        for (Object item : items) {
          things.add(new Thing(item.toString()));
        }
        lastSeq.put(queue + producer, seq + items.length - 1);
      }
    }

    private void take(String queue, Owner owner) {
      int max = 1 + random.nextInt(3);
      String attempt = "t" + ++counter;
      List<Thing> expected = new ArrayList<>();
      for (Thing thing : queues.get(queue)) {
        if (thing.holder == null && expected.size() < max) {
          if (thing.heldBack) {
            break;
          }
          expected.add(thing);
        }
      }
      Outcome outcome = play.tries(owner, queue, max, attempt);
      if (expected.isEmpty()) {
        assertThat(outcome).isEqualTo(new Outcome.Empty());
        return;
      }
      List<Delivery> items = ((Outcome.Taken) outcome).items();
      assertThat(Play.texts(items)).isEqualTo(expected.stream().map(t -> t.text).toList());
      for (int i = 0; i < items.size(); i++) {
        Thing thing = expected.get(i);
        thing.holder = owner;
        thing.lease = items.get(i).lease();
        thing.id = items.get(i).id();
        assertThat(items.get(i).deliveries()).isEqualTo(thing.deliveries + 1);
      }
      if (random.nextInt(4) == 0) {
        assertThat(play.tries(owner, queue, max, attempt)).isEqualTo(outcome);
      }
    }

    private void settle(Owner owner, boolean ack) {
      List<Thing> held = things().stream().filter(t -> t.holder == owner).toList();
      List<Thing> foreign =
          things().stream().filter(t -> t.holder != null && t.holder != owner).toList();
      if (!foreign.isEmpty() && random.nextInt(4) == 0) {
        String lease = foreign.get(random.nextInt(foreign.size())).lease;
        assertThat(play.ack(owner, lease))
            .isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of()));
      }
      if (held.isEmpty()) {
        return;
      }
      Thing thing = held.get(random.nextInt(held.size()));
      String lease = thing.lease;
      Outcome outcome = ack ? play.ack(owner, lease) : play.nack(owner, lease);
      assertThat(outcome).isEqualTo(new Outcome.Done());
      if (ack) {
        finished.add(thing.text);
        queues.values().forEach(q -> q.remove(thing));
        assertThat(play.ack(owner, lease)).isEqualTo(new Outcome.Done());
      } else {
        back(thing, true);
      }
    }

    private static void back(Thing thing, boolean counted) {
      thing.holder = null;
      thing.lease = null;
      thing.deliveries += counted ? 1 : 0;
    }

    private void die(Owner owner) {
      play.does(Play.A, new Operation.EndOwner(owner.id(), -9));
      things().stream().filter(t -> t.holder == owner).forEach(t -> back(t, true));
      play.session(owner);
    }

    private void purge(String queue) {
      long ready = ready(queues.get(queue));
      assertThat(play.does(Play.A, new Operation.Purge(queue)))
          .isEqualTo(new Outcome.Purged(ready));
      queues.get(queue).removeIf(t -> t.holder == null);
    }

    /** Another relay; some workers say again what they hold, others have forgotten it. */
    private void crash() {
      play.crash();
      things().stream().filter(t -> t.holder == null).forEach(t -> t.heldBack = true);
      for (Owner owner : owners) {
        List<Thing> held = things().stream().filter(t -> t.holder == owner).toList();
        boolean says = random.nextInt(3) > 0;
        List<HeldLease> leases = new ArrayList<>();
        for (Thing thing : held) {
          thing.heldBack = true;
          if (says) {
            leases.add(new HeldLease(thing.lease, queueOf(thing), thing.id));
          } else {
            back(thing, false);
          }
        }
        assertThat(play.does(owner, new Operation.OpenSession("n", leases)))
            .isEqualTo(new Outcome.SessionOpened(Play.idOf(owner), List.of()));
      }
      if (play.state.graceUntil() == null) {
        things().forEach(t -> t.heldBack = false);
      }
    }

    private String queueOf(Thing thing) {
      return queues.get("open").contains(thing) ? "open" : "small";
    }

    private void compare() {
      queues.forEach(
          (name, things) -> {
            QueueStats stats = play.stats(name);
            assertThat(stats.ready()).isEqualTo(ready(things));
            assertThat(stats.unfinished()).isEqualTo(things.size());
            assertThat(play.peek(name))
                .isEqualTo(things.stream().filter(t -> t.holder == null).map(t -> t.text).toList());
          });
      long done = play.stats("small").done() + play.stats("open").done();
      assertThat(done).isEqualTo(finished.size());
    }
  }
}
