package dev.workerpool.faults;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One client's way through the proxy: what befalls its calls, and whether it still has one. */
final class Link {
  private final String name;
  private final Journal journal;
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger poolLists = new AtomicInteger();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final Map<String, String> stale = new ConcurrentHashMap<>();
  private final Set<Closeable> streams = ConcurrentHashMap.newKeySet();
  private volatile Faults faults = Faults.NONE;
  private volatile Predicate<Call> counted = call -> true;
  private volatile boolean dead;
  private boolean frozen;

  Link(String name, Journal journal) {
    this.name = name;
    this.journal = journal;
  }

  String name() {
    return name;
  }

  Journal journal() {
    return journal;
  }

  Link with(Faults faults) {
    this.faults = faults;
    return this;
  }

  Faults faults() {
    return faults;
  }

  /** Only these writes get a number and a place in the journal, and only they meet with faults. */
  Link counting(Predicate<Call> which) {
    this.counted = which;
    return this;
  }

  /** Informers that begin get the list as of that version, from now on. */
  void stale(String resource, String version) {
    stale.put(resource, version);
  }

  String staleVersion(Call call) {
    return call.isStartOfInformer() ? stale.get(call.resource()) : null;
  }

  Gate gate(String resource) {
    return gates.computeIfAbsent(resource, r -> new Gate());
  }

  /** How often all pools were listed from the server itself, which is what a sweep does. */
  int sweeps() {
    return poolLists.get();
  }

  /** The call with its number, if it is a write that counts. */
  Call numbered(Call call) {
    if (call.verb().equals("GET")
        && call.resource().equals("workerpools")
        && call.name().isEmpty()
        && !call.isWatch()
        && !call.isStartOfInformer()) {
      poolLists.incrementAndGet();
    }
    return call.isWrite() && counted.test(call)
        ? new Call(
            writes.incrementAndGet(),
            call.verb(),
            call.path(),
            call.query(),
            call.accept(),
            call.contentType(),
            call.body())
        : call;
  }

  Fault faultOf(Call call) {
    return call.isWrite() && call.number() == 0 ? Fault.NONE : faults.of(call);
  }

  /** From now on nothing comes through in either direction, until it thaws. */
  synchronized void freeze() {
    frozen = true;
  }

  synchronized void thaw() {
    frozen = false;
    notifyAll();
  }

  synchronized void awaitThaw() throws InterruptedException {
    while (frozen && !dead) {
      wait();
    }
  }

  /** The client is no more: nothing that it still sends arrives, and nothing is told to it. */
  void kill() {
    dead = true;
    thaw();
    gates.values().forEach(Gate::end);
    streams.forEach(Link::closeQuietly);
  }

  boolean isDead() {
    return dead;
  }

  void opened(Closeable stream) {
    streams.add(stream);
    if (dead) {
      closeQuietly(stream);
    }
  }

  void closed(Closeable stream) {
    streams.remove(stream);
    closeQuietly(stream);
  }

  private static void closeQuietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }
}
