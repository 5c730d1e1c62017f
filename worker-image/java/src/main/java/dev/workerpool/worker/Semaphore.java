package dev.workerpool.worker;

import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Permits that the processes of a pool share. What a process holds is free again when it ends,
 * however it ends.
 *
 * <pre>{@code
 * try (Grant permit = slots.acquire()) {
 *   …
 * }
 * }</pre>
 */
public class Semaphore extends Shared {
  private static final String KIND = "$semaphore";

  /** What this object has acquired and not released, the last one first. */
  private final Deque<Hold> holds = new ArrayDeque<>();

  /** Something held. Its grant is another one after a wait at a condition. */
  static final class Hold {
    private volatile String grant;

    private Hold(String grant) {
      this.grant = grant;
    }

    String grant() {
      return grant;
    }
  }

  Semaphore(Connection connection, String name) {
    super(connection, name);
  }

  /** A semaphore that is declared in the pool's spec, or was made by another process. */
  public static Semaphore open(String name) {
    return new Semaphore(Connection.current(), name);
  }

  /** A new one that lives as long as this process; pass it to others inside an item. */
  public static Semaphore create(int permits) throws InterruptedException {
    return create(madeUpName("s"), permits);
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static Semaphore create(String name, int permits) throws InterruptedException {
    Semaphore semaphore = open(name);
    semaphore.make("Semaphore", permits);
    return semaphore;
  }

  /** Waits for a permit. */
  public Grant acquire() throws InterruptedException {
    return tryAcquire(null).orElseThrow(IllegalStateException::new);
  }

  /** Takes a permit if one is free now. */
  public final Optional<Grant> tryAcquire() throws InterruptedException {
    return tryAcquire(Duration.ZERO);
  }

  /** Waits for a permit no longer than that; empty when there was none. Null: without end. */
  public Optional<Grant> tryAcquire(Duration timeout) throws InterruptedException {
    String grant = ask(timeout);
    if (grant == null) {
      return Optional.empty();
    }
    Hold hold = new Hold(grant);
    resume(hold);
    return Optional.of(new Grant(() -> releaseOnce(hold)));
  }

  /**
   * Releases a permit: the one that this object acquired last, else any.
   *
   * @throws IllegalStateException when none is held and the kind has a bound
   */
  public void release() throws InterruptedException {
    Hold last = held();
    if (last == null) {
      tell(null);
    } else {
      releaseOnce(last);
    }
  }

  /** How many permits are free. True when it was read; others may have been faster. */
  public final int availablePermits() throws InterruptedException {
    return connection.call(c -> c.semaphores().read(name())).value();
  }

  final void make(String kind, int value) throws InterruptedException {
    connection.change(c -> c.semaphores().make(name(), kind, value));
  }

  /** Waits for a grant no longer than that; null when there was none. */
  final String ask(Duration timeout) throws InterruptedException {
    Deadline deadline = connection.channel.deadline(timeout);
    return connection.call(c -> c.semaphores().acquire(name(), deadline));
  }

  /** What was acquired last and is not released; null for nothing. */
  final Hold held() {
    synchronized (holds) {
      return holds.peek();
    }
  }

  /** It is held no more, be it released or given away for a wait; false when it wasn't. */
  final boolean suspend(Hold hold) {
    synchronized (holds) {
      return holds.remove(hold);
    }
  }

  /** It is held again, by a new grant. */
  final void resume(Hold hold, String grant) {
    hold.grant = grant;
    resume(hold);
  }

  private void resume(Hold hold) {
    synchronized (holds) {
      holds.push(hold);
    }
  }

  private void releaseOnce(Hold hold) throws InterruptedException {
    if (suspend(hold)) {
      try {
        tell(hold.grant);
      } catch (InterruptedException e) {
        resume(hold); // to be released again
        throw e;
      }
    }
  }

  private void tell(String grant) throws InterruptedException {
    try {
      connection.change(c -> c.semaphores().release(name(), grant));
    } catch (ChannelException e) {
      throw e.problem().equals("surplus-release")
          ? new IllegalStateException(this + " was released too many times", e)
          : e;
    }
  }

  @Override
  final String kind() {
    return KIND;
  }

  @Json.Reader
  static Semaphore fromJson(Object json, Type type) {
    return open(nameIn(json, KIND));
  }
}
