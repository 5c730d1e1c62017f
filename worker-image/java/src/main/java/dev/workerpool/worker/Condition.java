package dev.workerpool.worker;

import dev.workerpool.worker.client.Deadline;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, under a lock, for what another process says has changed. */
public final class Condition extends Shared {
  private static final String KIND = "$condition";

  private final Lock lock;

  Condition(Connection connection, String name, Lock lock) {
    super(connection, name);
    this.lock = lock;
  }

  /** A condition that is declared in the pool's spec, or was made by another process. */
  public static Condition open(String name, Lock lock) {
    return new Condition(lock.connection, name, lock);
  }

  /** A new one that lives as long as this process. */
  public static Condition create(Lock lock) throws InterruptedException {
    return create(madeUpName("c"), lock);
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static Condition create(String name, Lock lock) throws InterruptedException {
    Condition condition = open(name, lock);
    condition.connection.change(c -> c.conditions().make(name, lock.name()));
    return condition;
  }

  public Lock lock() {
    return lock;
  }

  /** Releases the lock, waits to be signalled, and acquires the lock again. */
  public void await() throws InterruptedException {
    await(null);
  }

  /**
   * The same, waiting no longer than that; false when nobody signalled. The lock is held again in
   * any case, also when this throws InterruptedException.
   *
   * @throws IllegalMonitorStateException when this process doesn't hold the lock
   */
  public boolean await(Duration timeout) throws InterruptedException {
    Semaphore.Hold hold = lock.held();
    if (hold == null) {
      throw notHeld();
    }
    var waiting = connection.channel.conditions().waiting(name(), hold.grant());
    Deadline deadline = connection.channel.deadline(timeout);
    int depth = lock.yieldTo(hold);
    boolean interrupted = false;
    boolean signalled = false;
    try {
      signalled = connection.call(c -> waiting.await(deadline));
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ChannelException e) {
      throw translated(e);
    }
    interrupted |= reclaim(hold, depth, waiting.lockIsHeld());
    if (interrupted) {
      throw new InterruptedException();
    }
    return signalled;
  }

  /** Waits until that is true, looking again after each signal; false when time is out before. */
  public boolean awaitUntil(BooleanSupplier what, Duration timeout) throws InterruptedException {
    long end = timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
    while (!what.getAsBoolean()) {
      Duration left = timeout == null ? null : Duration.ofNanos(end - System.nanoTime());
      if (left != null && left.isNegative()) {
        return false;
      }
      await(left);
    }
    return true;
  }

  /** Wakes one that waits. */
  public void signal() throws InterruptedException {
    signal(1);
  }

  /**
   * Wakes that many that wait.
   *
   * @throws IllegalMonitorStateException when this process doesn't hold the lock
   */
  public void signal(int count) throws InterruptedException {
    wake(count);
  }

  /** Wakes all that wait. */
  public void signalAll() throws InterruptedException {
    wake(null);
  }

  private void wake(Integer count) throws InterruptedException {
    try {
      connection.call(c -> c.conditions().signal(name(), count));
    } catch (ChannelException e) {
      throw translated(e);
    }
  }

  /** Holds the lock again, come what may; whether the thread was interrupted meanwhile. */
  private boolean reclaim(Semaphore.Hold hold, int depth, boolean never) {
    for (boolean interrupted = false; ; ) {
      try {
        lock.reclaim(hold, depth, never);
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private RuntimeException translated(ChannelException e) {
    return e.getCause() instanceof RefusedException && e.problem().equals("lock-not-held")
        ? notHeld()
        : e;
  }

  private IllegalMonitorStateException notHeld() {
    return new IllegalMonitorStateException(lock + " is not held");
  }

  @Override
  String kind() {
    return KIND;
  }

  @Json.Reader
  static Condition fromJson(Object json, Type type) throws InterruptedException {
    String name = nameIn(json, KIND);
    Connection connection = Connection.current();
    String lock = connection.call(c -> c.conditions().read(name)).lock();
    return open(name, Lock.open(lock));
  }
}
