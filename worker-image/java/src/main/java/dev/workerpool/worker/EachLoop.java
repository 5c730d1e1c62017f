package dev.workerpool.worker;

import dev.workerpool.worker.client.Finished;
import dev.workerpool.worker.client.Next;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.Puts;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.util.List;

/**
 * One run of {@link JoinableQueue#each}. What is done, its result and the next item travel
 * together, so that an item costs one request.
 */
final class EachLoop<T, R> {
  private static final int REASON_CHARACTERS = 500;
  private static final String LOST =
      "an item was taken from this process before it was done; its result is not put, it is"
          + " delivered again";

  private final Connection connection;
  private final JoinableQueue<T> tasks;
  private final JoinableQueue.Function<? super T, ? extends R> function;
  private final Queue<R> results;
  private final EachOptions options;
  private boolean together;
  private boolean over;

  /** An item that was worked on, to be settled by the next take. */
  private record Done(Reply.Item item, Finished finished) {}

  /**
   * @param results null where nothing is put
   */
  EachLoop(
      JoinableQueue<T> tasks,
      JoinableQueue.Function<? super T, ? extends R> function,
      Queue<R> results,
      EachOptions options) {
    this.connection = tasks.connection;
    this.tasks = tasks;
    this.function = function;
    this.results = results;
    this.options = options;
  }

  /** Until the queue is closed and drained, or a pill comes. */
  void run() throws InterruptedException {
    together = results == null || connection.putsRideOnAcks(results.name());
    Done done = null;
    for (Reply.Item item = next(null); item != null; item = over ? null : next(done)) {
      done = handle(item);
    }
  }

  /** The next item, by a request that settles the one before, too; null when there won't be one. */
  private Reply.Item next(Done done) throws InterruptedException {
    Next next;
    try {
      next = connection.turns.next(tasks.name(), done == null ? null : done.finished);
    } catch (ChannelException e) {
      if (done != null && e.problem().equals("too-large")) {
        bury(done.item, e);
        return next(null);
      } else if (done != null && !e.problem().equals("unreachable")) {
        leave(done.item);
      }
      throw e;
    } finally {
      if (done != null) {
        connection.working.remove(done.item.lease());
      }
    }
    if (next.settled() == Outcome.LOST) {
      Log.warning(LOST, null);
      return next(null);
    } else if (next.settled() == Outcome.CLOSED) {
      leave(done.item);
      throw new QueueClosed(results.name());
    }
    return next.taken().items().stream().findFirst().orElse(null);
  }

  /** Null when it is settled already. Whatever is thrown, the item is not held afterwards. */
  private Done handle(Reply.Item item) throws InterruptedException {
    boolean known = false;
    try {
      Done done = attempt(item);
      known = true;
      return done;
    } finally {
      if (!known) {
        leave(item);
      }
    }
  }

  private Done attempt(Reply.Item item) throws InterruptedException {
    T value;
    try {
      value = tasks.value(item);
    } catch (UnreadableItem e) {
      Log.warning(e.getMessage() + "; it is a dead letter", null);
      return null;
    }
    if (options.isPill(value)) {
      over = true;
      connection.settle(List.of(item.lease()));
      connection.working.remove(item.lease());
      return null;
    }
    return work(item, value);
  }

  private Done work(Reply.Item item, T value) throws InterruptedException {
    R result;
    try {
      result = function.apply(value);
    } catch (InterruptedException e) {
      throw e; // somebody wants this thread to end
    } catch (Exception e) {
      Log.warning("item " + item.id() + " of queue " + tasks.name() + " goes back", e);
      giveBack(item, Request.nack(item.lease(), options.retryAfter(), false, reason("", e)));
      return null;
    }
    if (results == null) {
      return done(item);
    }
    Request.Item put;
    try {
      put = Items.of(results.codec, result);
    } catch (RuntimeException e) {
      bury(item, e);
      return null;
    }
    return together
        ? done(item, new Puts.Batch(results.name(), List.of(put)))
        : putFirst(item, put);
  }

  /** An older relay: the result first, so that it may come twice but is never lost. */
  private Done putFirst(Reply.Item item, Request.Item put) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = connection.call(c -> c.put(results.name(), List.of(put), c.deadline(null)));
    } catch (ChannelException e) {
      if (!e.problem().equals("too-large")) {
        throw e;
      }
      bury(item, e);
      return null;
    }
    if (outcome == Outcome.CLOSED) {
      throw new QueueClosed(results.name());
    }
    return done(item);
  }

  private Done done(Reply.Item item, Puts.Batch... puts) {
    return new Done(item, connection.channel.finished(item.lease(), List.of(puts)));
  }

  /** No other try would do better. */
  private void bury(Reply.Item item, RuntimeException why) throws InterruptedException {
    Log.warning("item " + item.id() + " of queue " + tasks.name() + " becomes a dead letter", why);
    String reason = reason("its result can be no item: ", why);
    giveBack(item, Request.nack(item.lease(), null, true, reason));
  }

  private void giveBack(Reply.Item item, Request.Nack how) throws InterruptedException {
    connection.giveBack(how);
    connection.working.remove(item.lease());
  }

  /** On the way out, which nothing is to hold up. */
  private void leave(Reply.Item item) {
    connection.channel.giveBackLater(Request.nack(item.lease(), null, false, null));
    connection.working.remove(item.lease());
  }

  private static String reason(String start, Exception why) {
    String all = start + why;
    return all.substring(0, Math.min(REASON_CHARACTERS, all.length()));
  }
}
