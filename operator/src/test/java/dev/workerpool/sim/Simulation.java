package dev.workerpool.sim;

import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.hybrid.Leftovers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of one plan, and then a time in which nothing goes wrong and all must drain. */
final class Simulation {
  private static final long LEASE_MICROS = 15_000_000;
  private static final long DRAIN_MICROS = 600_000_000;
  private static final long CALM_MICROS = 60_000_000;

  private final Plan plan;
  private final Heap heap;
  private final Trace trace;
  private final Weather weather;
  private final Oracle oracle;
  private final ApiServer server;
  private final Network network;
  private final Spending spending;
  private final Host nobody;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Set<String> livePods = new HashSet<>();
  private int leader;
  private int lives;
  private boolean headless;
  private boolean draining;
  private boolean calm;
  private long expected;

  Simulation(Plan plan, Flaw flaw, Trace trace) {
    this.plan = plan;
    this.trace = trace;
    this.heap = new Heap(plan.seed(), trace);
    this.nobody = new Host(heap, "oracle");
    this.weather = new Weather(heap, plan.badPerMille());
    this.oracle = new Oracle(heap);
    this.spending = new Spending(heap, plan.writeBudget(), oracle::violated);
    this.server = new ApiServer(heap, weather, this::changed);
    for (int i = 0; i < Plan.RELAYS; i++) {
      nodes.add(
          new Node(heap, "r" + i, flaw.declaration(), host -> flaw.store(server, host, plan)));
    }
    this.network = new Network(heap, nodes, oracle, plan.deafPerMille());
  }

  /** Steps taken; throws what was found wrong. */
  long run() {
    nodes.forEach(node -> node.boot(0));
    lead(0, 0);
    for (int i = 0; i < Plan.WORKERS; i++) {
      workers.add(null);
      hire(i);
    }
    listPods();
    plan.steps().forEach(s -> heap.after(s.millis() * 1000, () -> perform(s.deed())));
    long last = plan.steps().isEmpty() ? 0 : plan.steps().get(plan.steps().size() - 1).millis();
    long steps = 0;
    while (heap.step(last * 1000 + 1)) {
      oracle.verify();
      steps++;
    }
    drain();
    long end = heap.now() + DRAIN_MICROS;
    while (!drained()) {
      if (!heap.step(end)) {
        throw new Oracle.Violation(
            "I13: not drained in " + DRAIN_MICROS / 1_000_000 + " s: " + oracle.truth().items());
      }
      oracle.verify();
      steps++;
    }
    return steps + calmDown();
  }

  /**
   * When the last late request has arrived, one more item goes through; then the channel stands in
   * its head, readable, and nothing else is left.
   */
  private long calmDown() {
    calm = true;
    long steps = run(CALM_MICROS);
    workers.get(0).put("open", 1);
    steps += run(CALM_MICROS);
    oracle.settled(Leftovers.of(SimMaps.direct(server), Node.POOL));
    oracle.verify();
    return steps;
  }

  private long run(long micros) {
    long steps = 0;
    long end = heap.now() + micros;
    while (heap.step(end)) {
      oracle.verify();
      steps++;
    }
    return steps;
  }

  long fingerprint() {
    return trace.fingerprint();
  }

  int items() {
    return oracle.storedItems();
  }

  private void changed(Host by, ApiServer.Obj before, ApiServer.Obj after) {
    oracle.wrote(after);
    oracle.fullness().written(by);
    if (ByHand.isHead(after)) {
      headless = false;
    }
    boolean mark = (after == null ? before : after).name().contains("-reign-");
    boolean puts = !headless && !mark && look();
    if (by != null && after != null) {
      spending.wrote(by, after.bytes(), puts);
    }
  }

  /** At what would be found if a relay took over now; whether items have come. */
  private boolean look() {
    // A store of its own each time: it must not remember what it has seen.
    ChannelStore.Found found =
        Flaw.reader(server, nobody)
            .load(Node.POOL)
            .toCompletableFuture()
            .handle((read, failure) -> failure == null ? read : oracle.unreadable(failure))
            .join();
    return found instanceof ChannelStore.Head head && oracle.changed(Truth.of(head));
  }

  // Deeds.

  private void perform(Deed deed) {
    heap.note("plan", deed);
    if (deed instanceof Deed.Put d) {
      workers.get(d.worker()).put(d.queue(), d.items());
    } else if (deed instanceof Deed.Take d && !workers.get(d.worker()).isBusy()) {
      workers.get(d.worker()).take(d.queue(), d.max(), d.waitMillis() * 1000L);
    } else if (deed instanceof Deed.Settle d) {
      workers.get(d.worker()).settle(d.ack());
    } else if (deed instanceof Deed.Exchange d && !workers.get(d.worker()).isBusy()) {
      workers.get(d.worker()).exchange(d.queue(), d.max(), d.waitMillis() * 1000L, d.target());
    } else if (deed instanceof Deed.Leave d) {
      workers.get(d.worker()).leave();
    } else if (deed instanceof Deed.Join d) {
      workers.get(d.worker()).join(d.queue());
    } else if (deed instanceof Deed.SetEvent d) {
      workers.get(d.worker()).event(d.set());
    } else if (deed instanceof Deed.Kill d) {
      kill(d.worker(), d.zombieMillis());
    } else {
      befall(deed);
    }
  }

  private void befall(Deed deed) {
    if (headless) {
      // What is nowhere but in one relay's memory ends with it, by whatever ends that.
      return;
    }
    if (deed instanceof Deed.Crash d) {
      crash(d.relay(), d.downMillis());
    } else if (deed instanceof Deed.Pause d) {
      pause(d.relay(), d.millis());
    } else if (deed instanceof Deed.Lead d) {
      if (nodes.get(d.relay()).isUp()) {
        lead(d.relay(), d.tellMillis());
      }
    } else if (deed instanceof Deed.Fault d) {
      weather.order(d.fate(), d.times());
    } else if (deed instanceof Deed.Down d) {
      weather.downFor(d.millis() * 1000L);
    } else if (deed instanceof Deed.Edit) {
      ByHand.edit(server);
    } else if (deed instanceof Deed.Delete) {
      deleteHead();
    }
  }

  /**
   * Only while a relay serves, which then has all of it. Others may have been deposed without
   * knowing it, and have something left to write; copies of old writes may be under way.
   */
  private void deleteHead() {
    if (nodes.get(leader).serves(oracle.truth().epoch())) {
      headless = true;
      ByHand.delete(server);
    }
  }

  private void hire(int index) {
    String pod = "w" + index + "." + lives++;
    livePods.add(pod);
    workers.set(index, new Worker(heap, network, oracle, pod));
    if (draining) {
      labour(index);
    }
  }

  private void kill(int index, int zombieMillis) {
    Worker worker = workers.get(index);
    livePods.remove(worker.pod());
    oracle.ended(worker.pod());
    nodes.forEach(node -> node.told(worker.pod(), heap.oneIn(3) ? 0 : 137));
    heap.after(zombieMillis * 1000L, worker::die);
    hire(index);
  }

  private void crash(int index, int downMillis) {
    Node node = nodes.get(index);
    if (node.host().isDead()) {
      return;
    }
    node.crash();
    heap.after(downMillis * 1000L, () -> restart(index));
    leaseLapses(index);
  }

  private void restart(int index) {
    nodes.get(index).boot(oracle.truth().epoch());
    nodes.get(index).lead(() -> leader == index);
  }

  private void pause(int index, int millis) {
    nodes.get(index).pauseFor(millis * 1000L);
    if (millis * 1000L > LEASE_MICROS) {
      leaseLapses(index);
    }
  }

  /** When the holder doesn't come back in time, another one takes the Lease. */
  private void leaseLapses(int index) {
    heap.after(
        LEASE_MICROS + heap.millis(0, 2000),
        () -> {
          int next = (index + 1 + heap.below(Plan.RELAYS - 1)) % Plan.RELAYS;
          if (leader == index && !nodes.get(index).isUp() && nodes.get(next).isUp()) {
            lead(next, heap.below(3000));
          } else if (leader == index && !nodes.get(index).isUp()) {
            leaseLapses(index);
          }
        });
  }

  private void lead(int index, int tellMillis) {
    leader = index;
    heap.note("lease", "r" + index);
    network.leader(index);
    nodes.get(index).lead(() -> leader == index);
    for (int i = 0; i < Plan.RELAYS; i++) {
      int other = i;
      heap.after(tellMillis * 1000L, () -> nodes.get(other).lead(() -> leader == other));
    }
  }

  private void listPods() {
    Set<String> pods = livePods.stream().collect(Collectors.toUnmodifiableSet());
    nodes.stream().filter(Node::isUp).forEach(node -> node.alive(pods));
    heap.after(5_000_000, this::listPods);
  }

  // The end.

  private void drain() {
    heap.note("plan", "nothing goes wrong from here on");
    server.clear();
    network.clear();
    draining = true;
    for (int i = 0; i < Plan.WORKERS; i++) {
      labour(i);
    }
  }

  /** Works on whatever there is, for ever. */
  private void labour(int index) {
    Worker worker = workers.get(index);
    if (!worker.lives()) {
      return;
    }
    if (worker.isIdle() || !worker.isBusy()) {
      worker.settle(true);
      worker.take(heap.oneIn(2) ? "tasks" : "open", 3, 900_000);
      worker.settle(true);
    }
    heap.after(calm ? heap.millis(4000, 8000) : heap.millis(100, 400), () -> labour(index));
  }

  private boolean drained() {
    return oracle.truth().isDrained()
        && workers.stream().noneMatch(w -> w.isPutting() || w.holds());
  }
}
