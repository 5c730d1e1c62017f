package dev.workerpool.relay;

import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the relay needs of the world, so that a test can be the world.
 *
 * @param executor runs actors; each actor runs on one thread at a time
 * @param clock never read by anything durable but as a time stamp
 * @param nonces a fresh, unguessable text at each call
 */
public record RelayRuntime(
    Executor executor, Scheduler scheduler, InstantSource clock, Supplier<String> nonces) {
  public RelayRuntime {
    Objects.requireNonNull(executor);
    Objects.requireNonNull(scheduler);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(nonces);
  }

  /** The real one: the system's clock, and nonces of 122 random bits. */
  public static RelayRuntime real(Executor executor, ScheduledExecutorService timer) {
    return new RelayRuntime(
        executor,
        (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS),
        InstantSource.system(),
        () -> UUID.randomUUID().toString().replace("-", ""));
  }
}
