package dev.workerpool.local;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.channel.Declaration;
import dev.workerpool.pool.PoolEvent;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.Relay;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What stands in for a cluster during a run: the relay, its view of the channel, the processes. */
final class Machine implements AutoCloseable {
  private final Relay relay;
  private final String relayUrl;
  private final OsProcesses processes;
  private final ChannelWatch watch;
  private final Clock clock;

  /**
   * @param relay serving
   * @param relayUrl where processes reach it
   */
  Machine(Relay relay, String relayUrl, OsProcesses processes, ChannelWatch watch, Clock clock) {
    this.relay = relay;
    this.relayUrl = relayUrl;
    this.processes = processes;
    this.watch = watch;
    this.clock = clock;
  }

  OsProcesses processes() {
    return processes;
  }

  /** Declares the pool's channel and answers the loop that runs the pool. */
  PoolLoop loop(WorkerPool pool, Consumer<PoolEvent> events) {
    relay.own(LocalRun.channel(pool), Declaration.of(pool.getSpec().channel()), 0);
    watch.start();
    return new PoolLoop(pool, processes, watch, relayUrl, clock, events);
  }

  /** Waits, not longer than that, until the view of the channel shows all that happened in it. */
  void settle(PoolChannel channel, Duration longest) throws InterruptedException {
    try {
      watch.settled(channel).get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The figures are then those of a moment before; nothing else depends on them.
      return;
    }
  }

  @Override
  public void close() {
    watch.close();
    processes.close();
  }
}
