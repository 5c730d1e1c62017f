package dev.workerpool.main;

import dev.workerpool.kube.RelayEndpoint;
import dev.workerpool.kube.RelayLease;
import dev.workerpool.kube.RelayWatches;
import dev.workerpool.relay.Relay;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holding the Lease means: channels are served, the Service leads here, the dead are found.
 */
final class ServingRelay implements RelayLease.Candidate {
  private static final Logger log = LoggerFactory.getLogger(ServingRelay.class);

  /** How often it is looked who lives, and whether the Service still leads here. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  private static final Duration HAND_OVER = Duration.ofSeconds(10);

  private final Relay relay;
  private final RelayWatches watches;
  private final RelayEndpoint endpoint;
  private final ScheduledExecutorService scheduler;
  private ScheduledFuture<?> rounds;

  ServingRelay(
      Relay relay,
      RelayWatches watches,
      RelayEndpoint endpoint,
      ScheduledExecutorService scheduler) {
    this.relay = relay;
    this.watches = watches;
    this.endpoint = endpoint;
    this.scheduler = scheduler;
  }

  @Override
  public synchronized void serve() {
    relay.start();
    publish();
    rounds =
        scheduler.scheduleWithFixedDelay(
            this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void cease() {
    if (rounds != null) {
      rounds.cancel(false);
      rounds = null;
    }
    handOver();
    try {
      endpoint.withdraw();
    } catch (RuntimeException e) {
      log.warn("The Service may still lead here: {}", e.getMessage());
    }
  }

  private synchronized void round() {
    if (rounds == null) {
      return;
    }
    try {
      watches.tellWhoLives();
    } catch (RuntimeException e) {
      log.error("It could not be told who lives", e);
    }
    publish();
  }

  private void publish() {
    try {
      endpoint.publish();
    } catch (RuntimeException e) {
      log.warn("The Service does not lead here yet: {}", e.getMessage());
    }
  }

  private void handOver() {
    try {
      relay.stop().toCompletableFuture().get(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("The lease tables were not all written: workers will say again what they hold");
    } catch (ExecutionException e) {
      log.warn("The hand-over failed: workers will say again what they hold", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
