package dev.workerpool.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A channel as plain lists, played beside the real one; after each deed the two must agree. */
final class Model {
  private static final int MOST_DELIVERIES = 3;
  private static final int SMALL = 3;

  /** An item: where it stands, and who holds it by which lease (null: nobody). */
  private static final class Thing {
    final String text;
    final int number;
    final int priority;
    Instant due;
    Owner holder;
    String lease;
    String id;
    int deliveries;
    boolean heldBack;

    Thing(String text, int number, int priority, Instant due) {
      this.text = text;
      this.number = number;
      this.priority = priority;
      this.due = due;
    }
  }

  private static final class Line {
    final Order order;
    final List<Thing> things = new ArrayList<>();
    final List<Thing> dead = new ArrayList<>();
    int done;

    Line(Order order) {
      this.order = order;
    }
  }

  private final Play play = new Play();
  private final List<Owner> owners = List.of(Owner.pod("w0"), Owner.pod("w1"), Owner.pod("w2"));
  private final Map<String, Line> lines = new TreeMap<>();
  private final Map<String, Long> lastSeq = new HashMap<>();
  private Owner lockHolder;
  private int counter;

  Model() {
    lines.put("fifo", new Line(Order.FIFO));
    lines.put("lifo", new Line(Order.LIFO));
    lines.put("ranked", new Line(Order.PRIORITY));
    List<Declaration.DeclaredQueue> queues = new ArrayList<>();
    lines.forEach(
        (name, line) -> {
          int maxSize = name.equals("fifo") ? SMALL : 0;
          QueueRules rules = new QueueRules(maxSize, line.order, MOST_DELIVERIES, 0);
          queues.add(new Declaration.DeclaredQueue(name, rules, null));
        });
    PrimitiveId lock = PrimitiveId.semaphore("lock");
    PrimitiveRules rules = PrimitiveRules.of(PrimitiveKind.LOCK, 1);
    play.does(
        Play.A, new Operation.Declare(new Declaration(queues, List.of(), Map.of(lock, rules))));
    owners.forEach(play::session);
  }

  void play(List<RandomOperationsTest.Deed> deeds) {
    for (RandomOperationsTest.Deed deed : deeds) {
      step(deed);
      lines.forEach(this::compare);
    }
  }

  private void step(RandomOperationsTest.Deed deed) {
    String queue = List.of("fifo", "fifo", "lifo", "ranked").get(deed.a() % 4);
    Owner owner = owners.get(deed.b() % 3);
    int kind = deed.kind();
    if (kind < 33) {
      put(queue, owner, deed);
    } else if (kind < 60) {
      take(queue, owner, 1 + deed.c() % 3);
    } else if (kind < 73) {
      acknowledge(owner, deed);
    } else if (kind < 82) {
      giveBack(owner, deed);
    } else if (kind < 85) {
      die(owner);
    } else if (kind < 87) {
      purge(queue);
    } else if (kind < 89) {
      redrive(queue);
    } else if (kind < 92) {
      lock(owner);
    } else if (kind < 95) {
      crash(deed.c());
    } else {
      pass(deed.c() % 12);
    }
  }

  private boolean isReady(Thing thing) {
    return thing.holder == null && (thing.due == null || !thing.due.isAfter(play.now));
  }

  /** What is ready, in the order of delivery. */
  private List<Thing> ready(Line line) {
    Comparator<Thing> byNumber = Comparator.comparingInt(t -> t.number);
    Comparator<Thing> order =
        line.order == Order.LIFO
            ? byNumber.reversed()
            : line.order == Order.FIFO
                ? byNumber
                : Comparator.<Thing>comparingInt(t -> t.priority).thenComparing(byNumber);
    return line.things.stream().filter(this::isReady).sorted(order).toList();
  }

  private List<Thing> heldBy(Owner owner) {
    return lines.values().stream()
        .flatMap(line -> line.things.stream())
        .filter(t -> t.holder == owner)
        .toList();
  }

  private Line lineOf(Thing thing) {
    return lines.values().stream().filter(l -> l.things.contains(thing)).findAny().orElseThrow();
  }

  private String nameOf(Thing thing) {
    Line line = lineOf(thing);
    return lines.keySet().stream().filter(n -> lines.get(n) == line).findAny().orElseThrow();
  }

  private void put(String queue, Owner owner, RandomOperationsTest.Deed deed) {
    Line line = lines.get(queue);
    String producer = "p" + deed.c() % 2;
    long last = lastSeq.getOrDefault(queue + producer, 0L);
    long seq = Math.max(1, last + 1 + (deed.c() / 2 % 8 == 0 ? deed.b() % 5 - 2 : 0));
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < 1 + deed.b() / 3 % 4; i++) {
      int priority = line.order == Order.PRIORITY ? (deed.b() + 7 * i) % 5 - 2 : 0;
      Duration delay = Duration.ofSeconds((deed.c() + i) % 4 == 0 ? 1 + deed.a() % 5 : 0);
      bodies.add(Body.json("" + ++counter).withPriority(priority).withDelay(delay));
    }
    Outcome outcome =
        play.does(owner, new Operation.Put(queue, new Operation.Sequence(producer, seq), bodies));
    long ready = bodies.stream().filter(body -> !body.isDelayed()).count();
    boolean small = queue.equals("fifo");
    if (seq + bodies.size() - 1 <= last) {
      assertThat(outcome).isEqualTo(new Outcome.Stored(true));
    } else if (seq != last + 1) {
      assertThat(outcome).isEqualTo(new Outcome.SequenceGap(queue, last + 1));
    } else if (small && ready > SMALL) {
      assertThat(outcome).isInstanceOf(Outcome.BatchTooLarge.class);
    } else if (small && ready > 0 && ready(line).size() + ready > SMALL) {
      assertThat(outcome).isEqualTo(new Outcome.Full(queue, SMALL));
    } else {
      assertThat(outcome).isEqualTo(new Outcome.Stored(false));
      bodies.forEach(body -> stored(line, body));
      lastSeq.put(queue + producer, seq + bodies.size() - 1);
    }
  }

  private void stored(Line line, Body body) {
    Instant due = body.isDelayed() ? play.now.plus(body.delay()) : null;
    int number = Integer.parseInt(body.text());
    line.things.add(new Thing(body.text(), number, body.priority(), due));
  }

  private void take(String queue, Owner owner, int max) {
    String attempt = "t" + ++counter;
    taken(
        queue,
        owner,
        max,
        new Operation.Take(queue, Play.idOf(owner), max, attempt, null, List.of()));
  }

  /** Said twice, done once. */
  private void taken(String queue, Owner owner, int max, Operation take) {
    List<Thing> expected =
        ready(lines.get(queue)).stream().takeWhile(t -> !t.heldBack).limit(max).toList();
    Outcome outcome = play.does(owner, take);
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
    assertThat(Play.texts(((Outcome.Taken) play.does(owner, take)).items()))
        .containsExactlyInAnyOrderElementsOf(Play.texts(items));
  }

  /** With a put in the same step now and then; said twice, done once. */
  private void acknowledge(Owner owner, RandomOperationsTest.Deed deed) {
    List<Thing> held = heldBy(owner);
    if (held.isEmpty()) {
      return;
    }
    Thing thing = held.get(deed.a() % held.size());
    for (Owner other : owners) {
      if (other != owner) {
        assertThat(play.ack(other, thing.lease))
            .isEqualTo(new Outcome.LeaseLost(List.of(thing.lease), List.of()));
      }
    }
    List<Operation.Put> then = new ArrayList<>();
    String target = List.of("lifo", "fifo", "").get(deed.c() % 3);
    boolean full = target.equals("fifo") && ready(lines.get("fifo")).size() >= SMALL;
    if (!target.isEmpty()) {
      long seq = lastSeq.getOrDefault(target + " then", 0L) + 1;
      Body body = Body.json("" + ++counter);
      then.add(new Operation.Put(target, new Operation.Sequence("then", seq), List.of(body)));
      if (!full) {
        lastSeq.put(target + " then", seq);
        stored(lines.get(target), body);
      }
    }
    List<String> acks = List.of(thing.lease);
    if (!full) {
      Line line = lineOf(thing);
      line.things.remove(thing);
      line.done++;
    }
    if (deed.a() % 2 == 0) {
      String queue = List.of("fifo", "lifo", "ranked").get(deed.b() / 3 % 3);
      settleAndTake(queue, owner, acks, then, full);
      return;
    }
    Operation settle = new Operation.Settle(Play.idOf(owner), acks, List.of(), then);
    Outcome expected = full ? new Outcome.Full(target, SMALL) : new Outcome.Done();
    assertThat(play.does(owner, settle)).isEqualTo(expected);
    assertThat(play.does(owner, settle)).isEqualTo(expected);
  }

  private void settleAndTake(
      String queue, Owner owner, List<String> acks, List<Operation.Put> then, boolean full) {
    String attempt = "t" + ++counter;
    Operation take = new Operation.Take(queue, Play.idOf(owner), 1, attempt, null, acks, then);
    if (full) {
      assertThat(play.does(owner, take)).isEqualTo(new Outcome.Full("fifo", SMALL));
    } else {
      taken(queue, owner, 1, take);
    }
  }

  private void giveBack(Owner owner, RandomOperationsTest.Deed deed) {
    List<Thing> held = heldBy(owner);
    if (held.isEmpty()) {
      return;
    }
    Thing thing = held.get(deed.a() % held.size());
    boolean dead = deed.c() % 5 == 0;
    Duration delay = Duration.ofSeconds(!dead && deed.c() % 2 == 0 ? 2 : 0);
    var nack = new Operation.Nack(thing.lease, delay, dead, "why");
    assertThat(
            play.does(
                owner, new Operation.Settle(Play.idOf(owner), List.of(), List.of(nack), List.of())))
        .isEqualTo(new Outcome.Done());
    back(thing, dead, delay.isZero() ? null : play.now.plus(delay));
  }

  private void back(Thing thing, boolean dead, Instant due) {
    free(thing);
    thing.deliveries++;
    thing.due = due;
    if (dead || thing.deliveries >= MOST_DELIVERIES) {
      Line line = lineOf(thing);
      line.things.remove(thing);
      line.dead.add(thing);
      thing.due = null;
    }
  }

  private static void free(Thing thing) {
    thing.holder = null;
    thing.lease = null;
  }

  private void die(Owner owner) {
    play.does(Play.A, new Operation.EndOwner(owner.id(), -9));
    heldBy(owner).forEach(t -> back(t, false, null));
    lockHolder = lockHolder == owner ? null : lockHolder;
    play.session(owner);
  }

  private void purge(String queue) {
    List<Thing> things = lines.get(queue).things;
    long free = things.stream().filter(t -> t.holder == null).count();
    assertThat(play.does(Play.A, new Operation.Purge(queue))).isEqualTo(new Outcome.Purged(free));
    things.removeIf(t -> t.holder == null);
  }

  private void redrive(String queue) {
    Line line = lines.get(queue);
    assertThat(play.does(Play.A, new Operation.Redrive(queue, 100)))
        .isEqualTo(new Outcome.Redriven(line.dead.size()));
    line.dead.forEach(t -> t.deliveries = 0);
    line.things.addAll(line.dead);
    line.dead.clear();
  }

  /** Releases it when it holds it; else asks for it. */
  private void lock(Owner owner) {
    String name = Play.idOf(owner);
    if (lockHolder == owner) {
      assertThat(play.does(owner, new Operation.Release("lock", name, null, "k" + ++counter)))
          .isEqualTo(new Outcome.Released(1));
      lockHolder = null;
      return;
    }
    Outcome outcome = play.does(owner, new Operation.Acquire("lock", name, "l" + ++counter));
    assertThat(outcome instanceof Outcome.Granted).isEqualTo(lockHolder == null);
    lockHolder = lockHolder == null ? owner : lockHolder;
  }

  /** Another relay; some workers say again what they hold, others have forgotten it. */
  private void crash(int who) {
    play.crash();
    lines.values().forEach(line -> line.things.forEach(t -> t.heldBack = true));
    lines.values().forEach(line -> line.dead.forEach(t -> t.heldBack = true));
    for (int i = 0; i < owners.size(); i++) {
      Owner owner = owners.get(i);
      List<HeldLease> leases = new ArrayList<>();
      for (Thing thing : heldBy(owner)) {
        if ((who >> i) % 3 > 0) {
          leases.add(new HeldLease(thing.lease, nameOf(thing), thing.id));
        } else {
          free(thing);
        }
      }
      assertThat(play.does(owner, new Operation.OpenSession("n", leases)))
          .isEqualTo(new Outcome.SessionOpened(Play.idOf(owner), List.of()));
    }
    pass(0);
  }

  private void pass(int seconds) {
    play.pass(Duration.ofSeconds(seconds));
    if (play.state.graceUntil() == null) {
      lines.values().forEach(line -> line.things.forEach(t -> t.heldBack = false));
      lines.values().forEach(line -> line.dead.forEach(t -> t.heldBack = false));
    }
  }

  private void compare(String name, Line line) {
    QueueStats stats = play.stats(name);
    assertThat(play.peek(name)).isEqualTo(ready(line).stream().map(t -> t.text).toList());
    assertThat(stats.ready()).isEqualTo(ready(line).size());
    assertThat(stats.leased())
        .isEqualTo(line.things.stream().filter(t -> t.holder != null).count());
    assertThat(stats.unfinished()).isEqualTo(line.things.size());
    assertThat(stats.dead()).isEqualTo(line.dead.size());
    assertThat(stats.done()).isEqualTo(line.done);
  }
}
