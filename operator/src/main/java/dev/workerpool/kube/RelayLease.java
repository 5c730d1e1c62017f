package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidacy for serving. The Lease only chooses; what makes two relays safe is the epoch in
 * each channel's head. A holder's silence is measured by this machine's own clock, from when the
 * Lease was last seen to change, so that clocks needn't agree.
 */
public final class RelayLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RelayLease.class);

  /** A killed holder is followed after this and a {@link #TICK}. */
  private static final Duration DURATION = Duration.ofSeconds(7);

  /** A holder that can't renew for so long ceases to serve, before anyone may follow it. */
  private static final Duration RENEW_WITHIN = Duration.ofSeconds(5);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** Whom the Lease makes serve. */
  public interface Candidate {
    /** Called when this candidate is to serve. */
    void serve();

    /** Called when it no longer is; returns when it has handed over. */
    void cease();
  }

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final Candidate candidate;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "relay-lease"));

  private boolean holding;
  private String seenVersion;
  private long seenAtNanos;
  private long renewedAtNanos;

  /**
   * @param identity this candidate's, unique: the pod's name
   */
  public RelayLease(
      KubernetesClient client, String namespace, String identity, Candidate candidate) {
    this.client = client;
    this.namespace = namespace;
    this.identity = identity;
    this.candidate = candidate;
  }

  /** Stands for election, again and again until closed. */
  public void start() {
    ticker.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ceases to serve, then releases the Lease, so that a successor needn't wait for its end. */
  @Override
  public void close() {
    if (ticker.isShutdown()) {
      return;
    }
    ticker.execute(this::leave);
    ticker.shutdown();
    try {
      if (!ticker.awaitTermination(20, TimeUnit.SECONDS)) {
        log.warn("Handing over took too long; the Lease will run out by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at the Lease once: takes, renews or loses it. */
  void tick() {
    try {
      look(System.nanoTime());
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        log.warn("The Lease cannot be read or written: {}", e.getMessage());
      }
      loseIfTooLate(System.nanoTime());
    } catch (RuntimeException e) {
      log.error("The Lease's holder has a fault", e);
    }
  }

  private void look(long now) {
    Lease lease = resource().get();
    if (lease == null) {
      client.resource(taken(new LeaseBuilder().withNewSpec().endSpec().build())).create();
      hold(now);
    } else if (identity.equals(holder(lease))) {
      client.resource(renewed(lease)).update();
      hold(now);
    } else if (free(lease, now)) {
      client.resource(taken(lease)).update();
      hold(now);
    } else {
      lose();
    }
  }

  /** Nobody holds it, or its holder hasn't renewed it for its whole duration. */
  private boolean free(Lease lease, long now) {
    String version = lease.getMetadata().getResourceVersion();
    if (!version.equals(seenVersion)) {
      seenVersion = version;
      seenAtNanos = now;
    }
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    long duration = seconds == null ? DURATION.toNanos() : TimeUnit.SECONDS.toNanos(seconds);
    return holder(lease).isEmpty() || now - seenAtNanos >= duration;
  }

  private void hold(long now) {
    renewedAtNanos = now;
    if (!holding) {
      log.info("This relay serves");
      candidate.serve();
      // Only now: when that failed, the next tick tries again.
      holding = true;
    }
  }

  private void loseIfTooLate(long now) {
    if (now - renewedAtNanos > RENEW_WITHIN.toNanos()) {
      lose();
    }
  }

  private void lose() {
    if (holding) {
      holding = false;
      log.warn("This relay has lost the Lease and ceases to serve");
      candidate.cease();
    }
  }

  private void leave() {
    if (!holding) {
      return;
    }
    holding = false;
    candidate.cease();
    try {
      Lease lease = resource().get();
      if (lease != null && identity.equals(holder(lease))) {
        lease.getSpec().setHolderIdentity("");
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      log.warn("The Lease was not released and will run out: {}", e.getMessage());
    }
  }

  private Lease taken(Lease from) {
    LeaseSpec spec = from.getSpec();
    int transitions = spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions() + 1;
    return renewed(
        new LeaseBuilder(from)
            .editSpec()
            .withHolderIdentity(identity)
            .withLeaseTransitions(transitions)
            .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
            .endSpec()
            .build());
  }

  private Lease renewed(Lease from) {
    return new LeaseBuilder(from)
        .editOrNewMetadata()
        .withName(RelayEndpoint.NAME)
        .withNamespace(namespace)
        .endMetadata()
        .editSpec()
        .withLeaseDurationSeconds((int) DURATION.toSeconds())
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
  }

  private static String holder(Lease lease) {
    String holder = lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private Resource<Lease> resource() {
    return client.leases().inNamespace(namespace).withName(RelayEndpoint.NAME);
  }
}
