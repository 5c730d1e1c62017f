package dev.workerpool.sim;

import dev.workerpool.channel.Declaration;
import dev.workerpool.channel.Order;
import dev.workerpool.channel.QueueRules;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelRelay;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.RelaySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A relay's place in the cluster: its process, started anew when it dies. */
final class Node {
  static final PoolChannel POOL = new PoolChannel(new ChannelRef("ns", "pool"), "uid-1");
  static final Map<String, Integer> MAX_SIZES = Map.of("tasks", 4);

  static Declaration declared(int maxTasks) {
    return new Declaration(
        List.of(unlimited("tasks", maxTasks), unlimited("open", 0)), List.of("ready"));
  }

  /** So that whatever is put can be waited for, however often its worker dies. */
  private static Declaration.DeclaredQueue unlimited(String name, int maxSize) {
    return new Declaration.DeclaredQueue(name, new QueueRules(maxSize, Order.FIFO, 0, 0), null);
  }

  private final Heap heap;
  private final String name;
  private final Declaration declaration;
  private final Function<Host, ChannelStore> stores;
  private int lives;
  private Host host;
  private Relay relay;

  Node(Heap heap, String name, Declaration declaration, Function<Host, ChannelStore> stores) {
    this.heap = heap;
    this.name = name;
    this.declaration = declaration;
    this.stores = stores;
  }

  /** A fresh process, that serves nothing yet. */
  void boot(long knownEpoch) {
    host = new Host(heap, name + "." + lives++);
    relay = new ChannelRelay(stores.apply(host), host.runtime(), RelaySettings.DEFAULT);
    relay.own(POOL, declaration, knownEpoch);
  }

  void crash() {
    heap.note(host.name(), "is killed");
    host.die();
  }

  void pauseFor(long micros) {
    heap.note(host.name(), "is stopped for " + micros / 1000 + " ms");
    host.stopFor(micros);
  }

  /** It is told who holds the Lease; when it hears, that may be another one again. */
  void lead(BooleanSupplier mine) {
    Relay now = relay;
    host.after(
        0,
        () -> {
          if (mine.getAsBoolean() && !now.isServing()) {
            heap.note(host.name(), "starts");
            now.start();
          } else if (!mine.getAsBoolean() && now.isServing()) {
            heap.note(host.name(), "stops");
            now.stop();
          }
        });
  }

  void told(String pod, Integer exitCode) {
    Relay now = relay;
    host.after(heap.millis(300, 3000), () -> now.workerEnded(pod, exitCode));
  }

  void alive(Set<String> pods) {
    Relay now = relay;
    host.after(heap.millis(0, 500), () -> now.workersAlive(POOL.ref(), pods));
  }

  /** Whether it serves the channel, under that epoch. */
  boolean serves(long epoch) {
    return isUp()
        && relay.watch(null, Duration.ZERO).join().channels().stream()
            .anyMatch(view -> view.epoch() == epoch && view.problem() == null);
  }

  Host host() {
    return host;
  }

  Relay relay() {
    return relay;
  }

  boolean isUp() {
    return host != null && !host.isDead() && !host.isStopped();
  }
}
