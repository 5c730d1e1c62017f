package dev.workerpool.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/** Time, threads and nonces by hand: nothing happens but by {@link #settle} and {@link #pass}. */
public final class World {
  private record Later(Instant time, long number, Runnable task) implements Comparable<Later> {
    @Override
    public int compareTo(Later o) {
      int byTime = time.compareTo(o.time);
      return byTime != 0 ? byTime : Long.compare(number, o.number);
    }
  }

  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Later> later = new PriorityQueue<>();
  private Instant now = Instant.parse("2026-11-22T15:00:00Z");
  private long numbers;

  public RelayRuntime runtime() {
    return new RelayRuntime(
        ready::add,
        (delay, task) -> later.add(new Later(now.plus(delay), numbers++, task)),
        () -> now,
        () -> "nonce-" + numbers++);
  }

  public void execute(Runnable task) {
    ready.add(task);
  }

  /** Runs all that can run without time passing. */
  public void settle() {
    while (!ready.isEmpty()) {
      ready.remove().run();
    }
  }

  public void pass(Duration time) {
    Instant until = now.plus(time);
    settle();
    while (!later.isEmpty() && !later.peek().time().isAfter(until)) {
      Later next = later.remove();
      now = next.time().isAfter(now) ? next.time() : now;
      next.task().run();
      settle();
    }
    now = until;
    settle();
  }

  public Instant now() {
    return now;
  }
}
