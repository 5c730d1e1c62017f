package dev.workerpool.worker;

import dev.workerpool.worker.client.Finished;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Puts;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;

/**
 * An item that this process holds: {@link #ack} when it is done; closing it before that gives it
 * back.
 *
 * <pre>{@code
 * try (Lease<Task> lease = tasks.lease()) {
 *   String result = lease.item().run();
 *   lease.ack(results.then(result));        // both take effect, or neither
 * }
 * }</pre>
 */
public final class Lease<T> implements AutoCloseable {
  private final Connection connection;
  private final String queue;
  private final Reply.Item taken;
  private final T item;
  private boolean over;

  /** The last ack that put something, and what: an ack that is repeated puts it once. */
  private Finished finished;

  private List<Puts.Batch> put;

  Lease(Connection connection, String queue, Reply.Item taken, T item) {
    this.connection = connection;
    this.queue = queue;
    this.taken = taken;
    this.item = item;
  }

  public T item() {
    return item;
  }

  /** The item's own id, the same each time it is handed out. */
  public String id() {
    return taken.id();
  }

  /** How often it was handed out, this time included. */
  public int deliveries() {
    return taken.deliveries();
  }

  /**
   * The item is done; what was given to other queues' {@code then} is put in the same moment. Waits
   * for room there. Durable when it returns.
   *
   * @return false when the item had been given to another process meanwhile: it is done there
   *     again, and nothing was put here
   * @throws QueueClosed when one of the queues takes nothing more; nothing has changed then
   * @throws IllegalStateException when the lease is over
   */
  public boolean ack(Then... puts) throws InterruptedException {
    check();
    List<Puts.Batch> batches = List.of(puts).stream().map(Then::batch).toList();
    boolean ours;
    if (batches.isEmpty()) {
      ours = connection.settle(List.of(taken.lease())).isEmpty();
    } else if (connection.putsRideOnAcks(batches.get(0).queue())) {
      ours = together(batches);
    } else {
      ours = oneByOne(batches);
    }
    end();
    return ours;
  }

  /** Gives the item back, for another try at once. */
  public void nack() throws InterruptedException {
    nack(Duration.ZERO, null);
  }

  /** Gives the item back, for another try after that time. The reason is kept; may be null. */
  public void nack(Duration delay, String reason) throws InterruptedException {
    giveBack(Request.nack(taken.lease(), delay, false, reason));
  }

  /** Gives up on the item: it becomes a dead letter. */
  public void reject(String reason) throws InterruptedException {
    giveBack(Request.nack(taken.lease(), null, true, reason));
  }

  /** Gives the item back unless it was acked, given back or rejected before. */
  @Override
  public void close() {
    if (!over) {
      try {
        nack();
      } catch (InterruptedException e) {
        end();
        connection.channel.giveBackLater(Request.nack(taken.lease(), null, false, null));
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Items for a queue, to be put with an ack. Made by {@link Queue#then}. */
  public static final class Then {
    private final Puts.Batch batch;

    Then(Puts.Batch batch) {
      this.batch = batch;
    }

    Puts.Batch batch() {
      return batch;
    }
  }

  private boolean together(List<Puts.Batch> batches) throws InterruptedException {
    if (!batches.equals(put)) {
      finished = connection.channel.finished(taken.lease(), batches);
      put = batches;
    }
    Outcome outcome = connection.call(c -> c.settle(finished, c.deadline(null)));
    if (outcome == Outcome.CLOSED) {
      throw new QueueClosed(batches.get(0).queue());
    }
    return outcome == Outcome.DONE;
  }

  /** An older relay: the puts first, so that they may come twice but are never lost. */
  private boolean oneByOne(List<Puts.Batch> batches) throws InterruptedException {
    for (Puts.Batch put : batches) {
      if (connection.call(c -> c.put(put.queue(), put.items(), c.deadline(null)))
          == Outcome.CLOSED) {
        throw new QueueClosed(put.queue());
      }
    }
    return connection.settle(List.of(taken.lease())).isEmpty();
  }

  private void giveBack(Request.Nack nack) throws InterruptedException {
    check();
    connection.giveBack(nack);
    end();
  }

  private void check() {
    if (over) {
      throw new IllegalStateException("the lease of item " + taken.id() + " is over");
    }
  }

  private void end() {
    over = true;
    connection.working.remove(taken.lease());
  }

  @Override
  public String toString() {
    return "Lease(" + queue + ", " + taken.id() + (over ? ", over)" : ")");
  }
}
