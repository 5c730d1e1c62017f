package dev.workerpool.relay;

import dev.workerpool.channel.Applied;
import dev.workerpool.channel.ChannelState;
import dev.workerpool.channel.Channels;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A served channel in memory: its state, those who wait, and how requests become a batch. Nothing
 * here blocks or writes; the actor commits the batch before it folds the next one, so all that is
 * answered is durable.
 */
final class Folding {
  private static final Object MISSING = new Object();

  private final RelaySettings settings;
  private final Waiters waiters = new Waiters();
  private final Deque<Pending> inbox = new ArrayDeque<>();
  private final Map<Waits.Place, Object> lookedAt = new HashMap<>();
  private final HeldPuts held;
  private ChannelState state;
  private Batch batch;

  /**
   * @param untilPuts how long puts are to wait now; zero for not at all
   */
  Folding(RelaySettings settings, ChannelState state, Supplier<Duration> untilPuts) {
    this.settings = settings;
    this.state = state;
    this.held = new HeldPuts(untilPuts);
  }

  ChannelState state() {
    return state;
  }

  void add(Pending pending) {
    inbox.add(pending);
  }

  /** Everybody who waits, in the inbox or parked; they are no longer here. */
  List<Pending> removeAll() {
    List<Pending> all = new ArrayList<>(inbox);
    inbox.clear();
    all.addAll(held.removeAll());
    all.addAll(waiters.removeAll());
    return all;
  }

  /** When something must be done though nobody comes; null for never. */
  Instant nextDeadline() {
    return Stream.of(
            waiters.nextDeadline(), held.nextDeadline(), state.graceUntil(), state.nextTimer())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The channel goes on under another epoch of ours. */
  void become(ChannelState next) {
    state = next;
  }

  /** Whether puts wait because too much was written of late. */
  boolean holdsPuts() {
    return !held.isEmpty();
  }

  boolean hasWork() {
    return !inbox.isEmpty();
  }

  /** Folds what has come in, up to one batch. The state is then the one after the batch. */
  Batch fold(Instant now) {
    batch = new Batch(state.epoch());
    if (state.graceUntil() != null && !now.isBefore(state.graceUntil())) {
      state = state.withoutGrace();
      lookedAt.clear();
    }
    if (state.nextTimer() != null && !now.isBefore(state.nextTimer())) {
      Applied ticked = Channels.apply(state, new Request(Opening.RELAY, new Operation.Tick()), now);
      state = ticked.state();
      batch.add(ticked.changes());
    }
    for (Pending late : waiters.removeExpired(now)) {
      batch.answer(late, late.soFar());
    }
    look(now);
    wake(now);
    drain(now);
    wake(now);
    return batch;
  }

  /** Whether puts may be written: else they wait, but what makes room doesn't. */
  private void look(Instant now) {
    if (held.reopened(now)) {
      List<Pending> freed = held.removeAll();
      for (int i = freed.size() - 1; i >= 0; i--) {
        inbox.addFirst(freed.get(i));
      }
      lookedAt.clear();
    }
    for (Pending late : held.removeExpired(now)) {
      batch.answer(late, held.refusal(now));
    }
  }

  /** Takes and reads first: they need no commit, and so don't wait for the others' one. */
  private void drain(Instant now) {
    Deque<Pending> durable = new ArrayDeque<>();
    long bytes = 0;
    for (int n = 0; n < settings.batchOperations() && !inbox.isEmpty(); n++) {
      Pending pending = inbox.peek();
      bytes += Pending.bytes(pending.operation());
      if (bytes > settings.batchBytes() && !durable.isEmpty()) {
        break;
      }
      inbox.remove();
      if (isLight(pending.operation())) {
        handle(pending, now);
      } else {
        durable.add(pending);
      }
    }
    durable.forEach(p -> handle(p, now));
  }

  private static boolean isLight(Operation operation) {
    return operation instanceof Operation.Take take
        ? take.isBare()
        : operation instanceof Operation.Heartbeat
            || operation instanceof Operation.OpenSession
            || operation instanceof Operation.Stats
            || operation instanceof Operation.ListAll
            || operation instanceof Operation.Join
            || operation instanceof Operation.Peek
            || operation instanceof Operation.ReadDead
            || operation instanceof Operation.ReadPrimitive
            || operation instanceof Operation.ReadEvent;
  }

  private void handle(Pending pending, Instant now) {
    if (pending.isOver()) {
      return;
    }
    Pending replaced = waiters.replaced(pending.operation());
    if (replaced != null) {
      batch.answer(replaced, replaced.soFar());
    }
    if (held.holds(pending.operation())) {
      hold(pending, now);
      return;
    }
    Waits.Place line = pending.deadline().isAfter(now) ? lineFor(pending.operation()) : null;
    if (line != null) {
      // Behind those who wait for room already: they came first, and its own numbers follow theirs.
      pending.become(pending.operation(), new Outcome.Full(line.name(), 0));
      waiters.park(pending, line, pending.deadline());
    } else {
      answerOrPark(pending, apply(pending, now), now);
    }
  }

  private void hold(Pending pending, Instant now) {
    if (pending.deadline().isAfter(now)) {
      held.add(pending);
    } else {
      batch.answer(pending, held.refusal(now));
    }
  }

  /** A line for room that the operation has to join; null for none. */
  private Waits.Place lineFor(Operation operation) {
    for (String queue : Waits.linesUpIn(operation)) {
      Waits.Place place = new Waits.Place(queue, Waits.For.ROOM);
      if (waiters.any(place)) {
        return place;
      }
    }
    return null;
  }

  private void answerOrPark(Pending pending, Outcome outcome, Instant now) {
    Waits.Place place = Waits.place(pending.request(), outcome, state);
    Instant until = place == null ? now : Waits.until(place, pending.deadline(), now);
    if (until.isAfter(now)) {
      pending.become(Waits.rest(pending.operation(), outcome), outcome);
      waiters.park(pending, place, until);
    } else {
      batch.answer(pending, outcome);
    }
  }

  private Outcome apply(Pending pending, Instant now) {
    Applied applied;
    try {
      applied = Channels.apply(state, pending.request(), now);
    } catch (RuntimeException e) {
      // A bug. The state is a value, so nothing has happened: only this caller hears of it.
      pending.fail(e);
      return new Outcome.OutcomeUnknown("A bug of the relay's.");
    }
    state = applied.state();
    batch.add(applied.changes());
    return applied.outcome();
  }

  /** Applies again what waits where something has changed since it was last looked at. */
  private void wake(Instant now) {
    boolean again = true;
    while (again) {
      again = false;
      for (Waits.Place place : waiters.places()) {
        if (lookedAt.get(place) != current(place)) {
          again |= Waits.isInOrder(place, state) ? wakeInOrder(place, now) : wakeAll(place, now);
          lookedAt.put(place, current(place));
        }
      }
    }
    if (lookedAt.size() > 2 * waiters.places().size() + 16) {
      lookedAt.keySet().retainAll(waiters.places());
    }
  }

  private Object current(Waits.Place place) {
    Object mark = Waits.mark(place, state);
    return mark == null ? MISSING : mark;
  }

  /** True when somebody was answered, so that others may have become ready. */
  private boolean wakeInOrder(Waits.Place place, Instant now) {
    boolean one = false;
    for (Pending next = waiters.first(place); next != null; next = waiters.first(place)) {
      if (!woken(next, now)) {
        return one;
      }
      one = true;
    }
    return one;
  }

  private boolean wakeAll(Waits.Place place, Instant now) {
    boolean any = false;
    boolean again = true;
    while (again) {
      again = false;
      for (Pending next : waiters.all(place)) {
        again |= !next.isOver() && woken(next, now);
      }
      any |= again;
      // Of puts before their predecessors, one may be another's.
      again &= place.what() == Waits.For.PREDECESSOR;
    }
    return any;
  }

  /** Whether it waits there no longer: it was answered, or waits elsewhere. */
  private boolean woken(Pending pending, Instant now) {
    if (held.holds(pending.operation())) {
      return false;
    }
    Outcome outcome = apply(pending, now);
    Waits.Place here = pending.place();
    if (here.equals(Waits.place(pending.request(), outcome, state))) {
      return false;
    }
    waiters.remove(pending);
    answerOrPark(pending, outcome, now);
    return true;
  }
}
