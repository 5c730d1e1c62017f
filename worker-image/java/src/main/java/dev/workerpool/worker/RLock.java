package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;

/** A lock that its holder, a thread, may acquire again, and that only its holder may release. */
public final class RLock extends Lock {
  private Thread owner;
  private int holds;

  RLock(Connection connection, String name) {
    super(connection, name);
  }

  /** A lock that was made by another process as an RLock. */
  public static RLock open(String name) {
    return new RLock(Connection.current(), name);
  }

  /** A new one that lives as long as this process; pass it to others inside an item. */
  public static RLock create() throws InterruptedException {
    return create(madeUpName("l"));
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static RLock create(String name) throws InterruptedException {
    RLock lock = open(name);
    lock.make("RLock", 1);
    return lock;
  }

  @Override
  public Optional<Grant> tryAcquire(Duration timeout) throws InterruptedException {
    if (!isMine() && super.tryAcquire(timeout).isEmpty()) {
      return Optional.empty();
    }
    enter(1);
    return Optional.of(new Grant(this::release));
  }

  /**
   * @throws IllegalMonitorStateException when the calling thread doesn't hold it
   */
  @Override
  public void release() throws InterruptedException {
    if (!isMine()) {
      throw new IllegalMonitorStateException(this + " is not held by this thread");
    }
    if (holds == 1) {
      leave(); // before others can enter
      super.release();
    } else {
      enter(-1);
    }
  }

  @Override
  int yieldTo(Hold hold) {
    int depth = holds;
    leave();
    super.yieldTo(hold);
    return depth;
  }

  @Override
  void reclaim(Hold hold, int depth, boolean never) throws InterruptedException {
    super.reclaim(hold, depth, never);
    enter(depth);
  }

  private synchronized boolean isMine() {
    return owner == Thread.currentThread();
  }

  private synchronized void enter(int more) {
    owner = Thread.currentThread();
    holds += more;
  }

  private synchronized void leave() {
    owner = null;
    holds = 0;
  }

  @Json.Reader
  static RLock fromJson(Object json, Type type) {
    return open(Semaphore.fromJson(json, type).name());
  }
}
