package dev.workerpool.sim;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time and the one source of chance. Nothing happens but what stands in here. */
final class Heap {
  private static final Instant START = Instant.parse("2026-11-22T15:00:00Z");

  private record Event(long time, long number, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event o) {
      int byTime = Long.compare(time, o.time);
      return byTime != 0 ? byTime : Long.compare(number, o.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Random random;
  private final Trace trace;
  private long now;
  private long numbers;

  Heap(long seed, Trace trace) {
    this.random = new Random(seed);
    this.trace = trace;
  }

  /** Microseconds since the start. */
  long now() {
    return now;
  }

  Instant instant() {
    return START.plusNanos(now * 1000);
  }

  long number() {
    return numbers++;
  }

  /** Runs it so many microseconds from now. */
  void after(long micros, Runnable task) {
    events.add(new Event(now + Math.max(0, micros), numbers++, task));
  }

  /** Runs the next event; false when there is none before that time, which it then is. */
  boolean step(long until) {
    Event next = events.peek();
    if (next == null || next.time() > until) {
      now = Math.max(now, until);
      return false;
    }
    events.remove();
    now = next.time();
    next.task().run();
    return true;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Microseconds between the two numbers of milliseconds. */
  long millis(int from, int to) {
    return from * 1000L + random.nextInt((to - from) * 1000 + 1);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  void note(String who, Object what) {
    trace.note(now, who, what);
  }
}
