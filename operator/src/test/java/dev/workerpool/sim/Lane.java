package dev.workerpool.sim;

import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a worker does one after the other: asks, repeats until it is answered, then asks the next.
 */
final class Lane {
  private static final long PATIENCE_MICROS = 3_000_000;

  /**
   * Something to ask.
   *
   * @param operation made anew for each try: a session may be another one; null when there is no
   *     sense in it any more
   * @param answered told of the answer at the worker
   */
  record Job(Supplier<Operation> operation, long waitMicros, Consumer<Outcome> answered) {}

  private final Heap heap;
  private final Network network;
  private final Worker worker;
  private final Deque<Job> jobs = new ArrayDeque<>();
  private Job current;
  private int tries;
  private long round;

  Lane(Heap heap, Network network, Worker worker) {
    this.heap = heap;
    this.network = network;
    this.worker = worker;
  }

  void add(Job job) {
    jobs.add(job);
    next();
  }

  /** Before all else. */
  void addFirst(Job job) {
    jobs.addFirst(job);
  }

  boolean isIdle() {
    return current == null && jobs.isEmpty();
  }

  int waiting() {
    return jobs.size();
  }

  private void next() {
    if (current == null && !jobs.isEmpty() && worker.lives()) {
      current = jobs.remove();
      tries = 0;
      send();
    }
  }

  private void send() {
    if (!worker.lives()) {
      return;
    }
    Operation operation = current.operation().get();
    if (operation == null) {
      current = null;
      next();
      return;
    }
    long mine = ++round;
    tries++;
    network.ask(
        worker, operation, current.waitMicros(), answer -> answered(mine, operation, answer));
    heap.after(current.waitMicros() + PATIENCE_MICROS, () -> timeOut(mine));
  }

  private void timeOut(long mine) {
    if (mine == round && current != null) {
      retry();
    }
  }

  private void retry() {
    long mine = ++round;
    heap.after(
        heap.millis(20, Math.min(2000, 100 << Math.min(tries, 5))),
        () -> {
          if (mine == round) {
            send();
          }
        });
  }

  /** Null: the connection was refused. */
  private void answered(long mine, Operation asked, Answer answer) {
    if (mine != round || current == null || !worker.lives()) {
      return;
    }
    Outcome outcome = answer == null ? null : answer.outcome();
    if (answer != null) {
      worker.saw(answer.epoch());
    }
    if (outcome == null
        || outcome instanceof Outcome.NotLeader
        || outcome instanceof Outcome.Recovering
        || outcome instanceof Outcome.OutcomeUnknown
        || outcome instanceof Outcome.Overloaded
        || outcome instanceof Outcome.ByteQuota
        || (outcome instanceof Outcome.Full && asked instanceof Operation.Put)) {
      retry();
      return;
    }
    if (outcome instanceof Outcome.SessionUnknown) {
      Job again = current;
      current = null;
      jobs.addFirst(again);
      worker.reopen(this);
      next();
      return;
    }
    Job done = current;
    current = null;
    round++;
    done.answered().accept(outcome);
    next();
  }
}
