package dev.workerpool.relay;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Request;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A request that waits for its answer. Used by one actor only, but for its future. */
final class Pending {
  /** Of parked ones: earliest first; among equals, first come. */
  static final Comparator<Pending> BY_DEADLINE =
      Comparator.comparing(Pending::until).thenComparingLong(p -> p.number);

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private Request request;
  private Outcome soFar = new Outcome.Overloaded("Its time was out before its turn came.");
  private Waits.Place place;
  private Instant until;
  private final Instant deadline;
  private final CompletableFuture<Answer> future;

  Pending(Request request, Instant deadline, CompletableFuture<Answer> future) {
    this.request = request;
    this.deadline = deadline;
    this.future = future;
  }

  Request request() {
    return request;
  }

  Operation operation() {
    return request.operation();
  }

  /** It is parked: what is still to be done of it, and the answer if nothing changes. */
  void become(Operation rest, Outcome answerSoFar) {
    request = new Request(request.owner(), rest);
    soFar = answerSoFar;
  }

  Outcome soFar() {
    return soFar;
  }

  /** It waits there, until then. */
  void parkedAt(Waits.Place at, Instant end) {
    place = at;
    until = end;
  }

  /** Where it is parked; null before it was. */
  Waits.Place place() {
    return place;
  }

  /** Until when it is parked. */
  Instant until() {
    return until;
  }

  /** How long its client waits. */
  Instant deadline() {
    return deadline;
  }

  /** Answered, or its client is gone. */
  boolean isOver() {
    return future.isDone();
  }

  void answer(Outcome outcome, long epoch) {
    future.complete(new Answer(outcome, epoch));
  }

  void fail(RuntimeException bug) {
    future.completeExceptionally(bug);
  }

  /** Bytes of payload it keeps in memory. */
  static long bytes(Operation operation) {
    return Waits.puts(operation).stream()
        .flatMap(put -> put.items().stream())
        .mapToLong((Body b) -> b.text().length())
        .sum();
  }
}
