package dev.workerpool.relay;

import dev.workerpool.channel.Declaration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The relay as its neighbours see it. Every method returns at once, from any thread.
 *
 * <p>HTTP uses {@link #submit} and {@link #watch}; what watches pools and pods uses {@link #own},
 * {@link #gone}, {@link #workerEnded} and {@link #workersAlive}; whoever holds the Lease uses
 * {@link #start} and {@link #stop}.
 */
public interface Relay {

  /**
   * Asks for an operation. Completes exceptionally only by a bug, or by {@code cancel}: cancel the
   * future when the client is gone, so that nothing is leased to it.
   */
  CompletableFuture<Answer> submit(Submission submission);

  /**
   * What changed since {@code after}, waiting for a change up to {@code wait}. Changes close to
   * each other come in one page.
   *
   * @param after a cursor of this relay; null, empty or unknown: all channels, at once
   */
  CompletableFuture<WatchPage> watch(String after, Duration wait);

  /**
   * A pool with a channel of its own is there (again, or with another declaration).
   *
   * @param knownEpoch the status's channelEpoch, 0 for none: a missing head is then a loss, and not
   *     a new channel
   */
  void own(PoolChannel channel, Declaration declaration, long knownEpoch);

  /**
   * A pool that uses another one's channel is there.
   *
   * @param member the pool; it has no channel of its own
   * @param ownerGone the owner is known to have been deleted, unless it is there again
   */
  void join(PoolChannel member, ChannelRef owner, boolean ownerGone);

  /** That pool is gone; what waits there is told that the channel is not found. */
  void gone(PoolChannel channel);

  /**
   * Proof that a process ended, in whichever channel it took part.
   *
   * @param exitCode null where it isn't known
   */
  void workerEnded(String podUid, Integer exitCode);

  /**
   * All pods of a channel that are alive now, as a complete listing shows them. Who has something
   * in the channel and is in neither of two listings in a row has ended (how is not known). To be
   * told every few seconds while serving; finds those who died while no relay watched.
   */
  void workersAlive(ChannelRef channel, Set<String> podUids);

  /** Begins to serve: takes over every channel it owns, now and later. */
  void start();

  /**
   * Stops serving, handing over cleanly: what flies lands, then the lease tables are written, so
   * that a successor needs no grace. Completes when all is done; afterwards {@link #start} may come
   * again.
   */
  CompletionStage<Void> stop();

  /** Between {@link #start} and {@link #stop}. */
  boolean isServing();
}
