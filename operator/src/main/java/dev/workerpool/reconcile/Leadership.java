package dev.workerpool.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several operators looks after the pools: the holder of the Lease. Two at once would do
 * no harm to a pool, since every write is guarded, but work against each other.
 */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final String LEASE = "workerpool-operator";

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final Runnable onStart;
  private final Runnable onLost;
  private volatile boolean leading;
  private volatile boolean ending;

  /**
   * With a null namespace there is no election, and this one leads from the start.
   *
   * @param onLost called when somebody else may lead; whatever is under way must not go on
   */
  Leadership(
      KubernetesClient client,
      String namespace,
      String identity,
      Runnable onStart,
      Runnable onLost) {
    this.onLost = onLost;
    this.client = client;
    this.namespace = namespace;
    this.identity = identity;
    this.onStart = onStart;
  }

  boolean isElected() {
    return namespace != null;
  }

  boolean isLeading() {
    return leading;
  }

  /**
   * The framework would end the JVM from within its shutdown, which never comes back, so that is
   * done here.
   */
  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::started, this::stopped, holder -> LOG.info("leader is {}", holder)))
        .build();
  }

  void started() {
    leading = true;
    LOG.info("{} looks after the pools", identity);
    onStart.run();
  }

  /** Somebody else may look after the pools now: whatever is under way here must not go on. */
  private void stopped() {
    leading = false;
    if (!ending) {
      LOG.error("the Lease was lost: ending at once");
      onLost.run();
    }
  }

  /** From now on, to stop leading is what was asked for. */
  void end() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  /** Gives the Lease back, so that a successor need not wait until it has run out. */
  void release() {
    if (!isElected()) {
      return;
    }
    try {
      var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      LOG.info("the Lease was not given back, it runs out by itself: {}", e.getMessage());
    }
  }
}
