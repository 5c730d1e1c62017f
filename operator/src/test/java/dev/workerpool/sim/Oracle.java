package dev.workerpool.sim;

import dev.workerpool.channel.Contents;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.HeldLease;
import dev.workerpool.relay.ChannelStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Knows what was asked and what was answered, looks at what is stored after every change, and says
 * when they don't agree. The numbers are those of the invariants in docs/store.md.
 */
final class Oracle {
  static final long ANY = -1;

  /** Something that must never be. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String what) {
      super(what);
    }
  }

  /** Who holds an item, as far as relays have said. */
  private static final class Hold {
    final String token;
    final String pod;
    final String session;
    final long epoch;

    Hold(String token, String pod, String session, long epoch) {
      this.token = token;
      this.pod = pod;
      this.session = session;
      this.epoch = epoch;
    }
  }

  private final Heap heap;
  private final Set<String> attempted = new HashSet<>();
  private final Set<String> stored = new HashSet<>();
  private final Set<String> ackTried = new HashSet<>();
  private final Map<String, Long> acked = new HashMap<>();
  private final Map<String, String> ackedBy = new HashMap<>();
  private final Map<String, Integer> firsts = new HashMap<>();
  private final Set<String> delivered = new HashSet<>();
  private final Set<String> everPresent = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Hold> holds = new HashMap<>();
  private final Map<String, Long> lastEmpty = new HashMap<>();
  private final Fullness fullness = new Fullness();
  private Truth truth = Truth.NOTHING;
  private Violation found;

  Oracle(Heap heap) {
    this.heap = heap;
  }

  Truth truth() {
    return truth;
  }

  Fullness fullness() {
    return fullness;
  }

  int storedItems() {
    return everPresent.size();
  }

  // What workers ask.

  void puts(List<String> items) {
    attempted.addAll(items);
  }

  void acks(String item) {
    ackTried.add(item);
  }

  // What relays answer, at the time they do.

  void stored(List<String> items) {
    stored.addAll(items);
    for (String item : items) {
      check(
          truth.contains(item) || ackTried.contains(item),
          "I1: " + item + " was answered as stored and isn't");
    }
  }

  /**
   * It was leased to that session.
   *
   * @param inTurn whether it was told as soon as it was leased: else others were told in between
   */
  void delivered(String pod, String session, Delivery delivery, long epoch, boolean inTurn) {
    String item = delivery.body().text();
    check(attempted.contains(item), "I2: " + item + " was delivered, and put by nobody");
    notAcked(item, epoch);
    Hold before = holds.get(item);
    check(
        before == null
            || before.epoch != epoch
            || before.token.equals(delivery.lease())
            || ended.contains(before.pod),
        () ->
            "I4: "
                + item
                + " is leased to "
                + pod
                + " and to "
                + before.pod
                + " in epoch "
                + epoch);
    if (before == null || !before.token.equals(delivery.lease())) {
      holds.put(item, new Hold(delivery.lease(), pod, session, epoch));
    }
    if (delivered.add(item)) {
      inOrder(item, inTurn && !fullness.untold(Items.queue(item)));
    }
  }

  /** First deliveries of one producer and queue are in the order of its numbers. */
  private void inOrder(String item, boolean inTurn) {
    String series = Items.series(item);
    int number = Items.number(item);
    int last = firsts.getOrDefault(series, 0);
    check(number > last || !inTurn, "I8: " + item + " came after number " + last);
    firsts.put(series, Math.max(number, last));
  }

  private void notAcked(String item, long epoch) {
    Long at = acked.get(item);
    check(at == null || epoch < at, "I3: " + item + " was acknowledged, and is leased again");
  }

  void acknowledged(String token, String item, long epoch) {
    check(
        !truth.contains(item), "I3: " + item + " was answered as acknowledged and is still there");
    String by = ackedBy.putIfAbsent(item, token);
    check(by == null || by.equals(token), "I4: " + item + " was acknowledged under two leases");
    acked.merge(item, epoch, Math::min);
    release(item, token);
  }

  void returned(String token, String item) {
    release(item, token);
  }

  private void release(String item, String token) {
    Hold hold = holds.get(item);
    if (hold != null && hold.token.equals(token)) {
      holds.remove(item);
    }
  }

  void reopened(
      String pod, String session, Map<HeldLease, String> held, List<String> unknown, long epoch) {
    held.forEach(
        (lease, item) -> {
          if (!unknown.contains(lease.lease())) {
            notAcked(item, epoch);
            holds.put(item, new Hold(lease.lease(), pod, session, epoch));
          }
        });
  }

  /**
   * What a session doesn't list twice is given back; the first time may have been before we heard
   * of the lease.
   */
  void heartbeat(String session, Set<String> listed, long epoch) {
    holds
        .values()
        .removeIf(
            hold ->
                hold.session.equals(session)
                    && (epoch == ANY || hold.epoch == epoch)
                    && !listed.contains(hold.token));
  }

  void closed(String session) {
    holds.values().removeIf(hold -> hold.session.equals(session));
  }

  /** Its relays may hear of that later, and let it work on till then. */
  void ended(String pod) {
    ended.add(pod);
  }

  /** A join came back: at some time since it was asked, everything was done. */
  void joined(String queue, long since) {
    boolean empty = truth.isEmpty(queue) || lastEmpty.getOrDefault(queue, -1L) >= since;
    check(empty, "I7: joined " + queue + " while something is unfinished");
  }

  void eventSet(long count) {
    check(count <= truth.count("ready"), "an event was answered as set, and isn't");
  }

  // What is stored.

  void wrote(ApiServer.Obj object) {
    check(
        object == null || object.bytes() <= 900 * 1024,
        () -> "I12: " + object.name() + " has " + object.bytes() + " bytes");
  }

  ChannelStore.Found unreadable(Throwable failure) {
    violated("I11: what is stored leads nowhere: " + failure.getMessage());
    return new ChannelStore.Absent();
  }

  /** All is drained, and nothing has happened for a while. */
  void settled(List<String> leftovers) {
    check(leftovers.isEmpty(), () -> "I11: not collected: " + leftovers);
    truth
        .queues()
        .forEach(
            (name, q) -> {
              long done = stored.stream().filter(i -> Items.queue(i).equals(name)).count();
              check(q.done() >= done, () -> "I7: %d done of %d".formatted(q.done(), done));
            });
  }

  /** Whether items are there that never were before. */
  boolean changed(Truth now) {
    check(now.epoch() >= truth.epoch(), "I10: epoch fell to " + now.epoch());
    truth.queues().forEach((name, q) -> emptied(name, q, now));
    truth = now;
    Set<String> present = now.items();
    for (String item : stored) {
      check(
          present.contains(item) || ackTried.contains(item),
          () -> "I1: " + item + " was stored and is lost");
    }
    for (String item : present) {
      check(attempted.contains(item), () -> "I2: " + item + " is stored, and put by nobody");
      check(!acked.containsKey(item), () -> "I3: " + item + " was acknowledged, and is back");
    }
    boolean more = everPresent.addAll(present);
    now.queues().forEach(this::counted);
    check(now.count("ready") >= 0, "an event counts below 0");
    fullness.check(now, delivered, this::violated);
    return more;
  }

  private void emptied(String name, Contents.OfQueue before, Truth now) {
    if (before.items().isEmpty() || now.isEmpty(name)) {
      lastEmpty.put(name, heap.now());
    }
  }

  private void counted(String name, Contents.OfQueue q) {
    check(
        new HashSet<>(q.items()).size() == q.items().size(),
        () -> "I5: doubled in " + name + ": " + q.items());
    // What a deposed relay appends may show for a moment, and count for nothing.
    long least = acked.keySet().stream().filter(i -> Items.queue(i).equals(name)).count();
    long most = ackTried.stream().filter(i -> Items.queue(i).equals(name)).count();
    check(
        least <= q.done() && q.done() <= most,
        () -> "I7: %s says %d done, not %d to %d".formatted(name, q.done(), least, most));
  }

  /** Called from within futures, too, which swallow what is thrown: so it is kept. */
  void violated(String what) {
    if (found == null) {
      found = new Violation(what);
    }
  }

  /** After each step: throws what was found. */
  void verify() {
    if (found != null) {
      throw found;
    }
  }

  private void check(boolean good, String what) {
    if (!good) {
      violated(what);
    }
  }

  private void check(boolean good, Supplier<String> what) {
    if (!good) {
      violated(what.get());
    }
  }
}
