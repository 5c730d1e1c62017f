package dev.workerpool.worker;

import dev.workerpool.worker.json.Json;
import java.lang.reflect.Type;

/** A semaphore that can't be released more often than it was acquired. */
public final class BoundedSemaphore extends Semaphore {
  private BoundedSemaphore(Connection connection, String name) {
    super(connection, name);
  }

  /** A semaphore that is declared in the pool's spec, or was made by another process. */
  public static BoundedSemaphore open(String name) {
    return new BoundedSemaphore(Connection.current(), name);
  }

  /** A new one that lives as long as this process; pass it to others inside an item. */
  public static BoundedSemaphore create(int permits) throws InterruptedException {
    return create(madeUpName("s"), permits);
  }

  /** The same under that name; whoever makes it again gets the same. */
  public static BoundedSemaphore create(String name, int permits) throws InterruptedException {
    BoundedSemaphore semaphore = open(name);
    semaphore.make("BoundedSemaphore", permits);
    return semaphore;
  }

  @Json.Reader
  static BoundedSemaphore fromJson(Object json, Type type) {
    return open(Semaphore.fromJson(json, type).name());
  }
}
