package dev.workerpool.sim;

import dev.workerpool.channel.Operation;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Caller;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.Submission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The way from workers to relays: late, and replies get lost. */
final class Network {
  private final Heap heap;
  private final List<Node> nodes;
  private final Oracle oracle;
  private final Witness witness;
  private final int deafPerMille;
  private int leader;
  private boolean fair;

  Network(Heap heap, List<Node> nodes, Oracle oracle, int deafPerMille) {
    this.heap = heap;
    this.nodes = nodes;
    this.oracle = oracle;
    this.witness = new Witness(heap, oracle);
    this.deafPerMille = deafPerMille;
  }

  /** Where the Service's address leads, mostly. */
  void leader(int node) {
    leader = node;
  }

  void clear() {
    fair = true;
  }

  /** Asks once; null comes back where nobody listens, nothing when the answer is lost. */
  void ask(Worker worker, Operation operation, long waitMicros, Consumer<Answer> back) {
    boolean astray = !fair && heap.oneIn(8);
    Node node = nodes.get(astray ? heap.below(nodes.size()) : leader);
    heap.after(heap.millis(0, 3), () -> arrive(worker, operation, waitMicros, back, node));
  }

  private void arrive(
      Worker worker, Operation operation, long waitMicros, Consumer<Answer> back, Node node) {
    Host host = node.host();
    if (host.isDead()) {
      heap.after(heap.millis(0, 2), () -> back.accept(null));
      return;
    }
    Relay relay = node.relay();
    host.after(0, () -> submit(worker, operation, waitMicros, back, host, relay));
  }

  private void submit(
      Worker worker,
      Operation operation,
      long waitMicros,
      Consumer<Answer> back,
      Host host,
      Relay relay) {
    long since = heap.now();
    Caller caller = new Caller.Worker("ns", "pool", "pool", worker.pod());
    Submission submission =
        new Submission(
            Node.POOL.ref(), caller, operation, Duration.ofNanos(waitMicros * 1000), worker.seen());
    Object ticket = oracle.fullness().asks(host, operation);
    CompletableFuture<Answer> future = relay.submit(submission);
    future.whenComplete(
        (answer, failure) -> {
          if (answer == null) {
            if (future.isCancelled()) {
              witness.perhaps(operation);
              oracle.fullness().left(ticket);
            } else {
              oracle.violated("a bug at " + host.name() + ": " + failure);
            }
            return;
          }
          witness.answered(host, worker, operation, answer, since);
          oracle.fullness().answered(ticket, answer.outcome());
          if (fair || heap.below(1000) >= deafPerMille) {
            heap.after(heap.millis(0, 3), () -> back.accept(answer));
          } else if (heap.oneIn(2)) {
            // So late that the worker may have asked again.
            heap.after(heap.millis(1000, 9000), () -> back.accept(answer));
          }
        });
    if (!fair && heap.oneIn(40)) {
      host.after(heap.millis(0, 2500), () -> future.cancel(true));
    }
  }
}
