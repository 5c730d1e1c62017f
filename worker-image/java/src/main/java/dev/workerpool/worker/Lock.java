package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;

/** A lock that the processes of a pool share. Any of them may release it; see {@link RLock}. */
public class Lock extends Semaphore {
  Lock(Connection connection, String name) {
    super(connection, name);
  }

  /** A lock that is declared in the pool's spec, or was made by another process. */
  public static Lock open(String name) {
    return new Lock(Connection.current(), name);
  }

  /** A new one that lives as long as this process; pass it to others inside an item. */
  public static Lock create() throws InterruptedException {
    return create(madeUpName("l"));
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static Lock create(String name) throws InterruptedException {
    Lock lock = open(name);
    lock.make("Lock", 1);
    return lock;
  }

  /** Whether somebody holds it. True when it was read; others may have been faster. */
  public final boolean isLocked() throws InterruptedException {
    return availablePermits() == 0;
  }

  /** Gives the lock away for a wait; answers how deep it was held, for {@link #reclaim}. */
  int yieldTo(Hold hold) {
    suspend(hold);
    return 1;
  }

  /**
   * Holds it again after a wait.
   *
   * @param never it wasn't released, in truth
   */
  void reclaim(Hold hold, int depth, boolean never) throws InterruptedException {
    resume(hold, never ? hold.grant() : ask(null));
  }

  @Json.Reader
  static Lock fromJson(Object json, Type type) {
    return open(Semaphore.fromJson(json, type).name());
  }
}
