package dev.workerpool.worker;

import dev.workerpool.worker.client.Barriers;
import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A point where a number of processes wait for each other. It breaks, for all, when one of them
 * ends, is interrupted or waits too long; {@link #reset} mends it.
 */
public final class Barrier extends Shared {
  private static final String KIND = "$barrier";

  Barrier(Connection connection, String name) {
    super(connection, name);
  }

  /** A barrier that is declared in the pool's spec, or was made by another process. */
  public static Barrier open(String name) {
    return new Barrier(Connection.current(), name);
  }

  /** A new one that lives as long as this process; pass it to others inside an item. */
  public static Barrier create(int parties) throws InterruptedException {
    return create(madeUpName("b"), parties);
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static Barrier create(String name, int parties) throws InterruptedException {
    Barrier barrier = open(name);
    barrier.connection.change(c -> c.barriers().make(name, parties));
    return barrier;
  }

  /**
   * Waits until all have come.
   *
   * @return the caller's number among them, from 0
   */
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return await(null);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // there is no time-out
    }
  }

  /**
   * The same, no longer than that.
   *
   * @throws TimeoutException when not all have come in time; the barrier is broken then
   * @throws BrokenBarrierException when it was broken by another one
   */
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Deadline deadline = connection.channel.deadline(timeout);
    int index = connection.call(c -> c.barriers().await(name(), deadline));
    if (index == Barriers.BROKEN) {
      throw new BrokenBarrierException(name());
    }
    if (index == Barriers.TIMED_OUT) {
      throw new TimeoutException(name());
    }
    return index;
  }

  /** Breaks it. */
  public void abort() throws InterruptedException {
    connection.change(c -> c.barriers().abort(name()));
  }

  /** Makes it whole and empty again; who waits is told that it is broken. */
  public void reset() throws InterruptedException {
    connection.change(c -> c.barriers().reset(name()));
  }

  public int parties() throws InterruptedException {
    return read().parties();
  }

  /** How many wait. */
  public int waiting() throws InterruptedException {
    return read().waiting();
  }

  public boolean isBroken() throws InterruptedException {
    return read().broken();
  }

  private Reply.Barrier read() throws InterruptedException {
    return connection.call(c -> c.barriers().read(name()));
  }

  @Override
  String kind() {
    return KIND;
  }

  @Json.Reader
  static Barrier fromJson(Object json, Type type) {
    return open(nameIn(json, KIND));
  }
}
