package dev.workerpool.relay;

import dev.workerpool.channel.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits at a channel, in the inbox or parked: a bound on memory. Any thread. */
final class Backlog {
  private final RelaySettings settings;
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Backlog(RelaySettings settings) {
    this.settings = settings;
  }

  /** Counts it until the future is done; false (and not counted) when there is no room. */
  boolean admits(Operation operation, CompletableFuture<?> future) {
    long size = Pending.bytes(operation);
    boolean room =
        operations.incrementAndGet() <= settings.backlogOperations()
            & bytes.addAndGet(size) <= settings.backlogBytes();
    if (room) {
      future.whenComplete((answer, failure) -> release(size));
    } else {
      release(size);
    }
    return room;
  }

  private void release(long size) {
    operations.decrementAndGet();
    bytes.addAndGet(-size);
  }
}
