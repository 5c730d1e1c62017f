package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A pool's channel in a cluster as people reach it from outside: through a port of this machine, by
 * a token whose hash their own rights put on the pool.
 */
public final class ClusterChannel implements AutoCloseable {
  /**
   * Seconds, of which those that this machine sleeps are none: so soon after it wakes up the token
   * is good again.
   */
  private static final int TICK = 2;

  private final KubernetesClient client;
  private final String namespace;
  private final RelayForward forward;
  private final Admission admission;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "token-renewal");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Which cluster.
   *
   * @param kubeconfig null for the usual one
   * @param context null for the current one
   * @param namespace null for the context's
   * @param relayNamespace where the relay is installed
   */
  public record Place(Path kubeconfig, String context, String namespace, String relayNamespace) {}

  /**
   * What to reach it with.
   *
   * @param tokenFile readable by this user only
   */
  public record Access(String url, String namespace, String channel, Path tokenFile) {}

  /**
   * Reads the kubeconfig; nothing is asked of the cluster yet.
   *
   * @throws NoCluster when there is none, or no such context in it
   */
  public ClusterChannel(Place place) {
    Config config = Kubeconfigs.read(place.kubeconfig(), place.context());
    client = new KubernetesClientBuilder().withConfig(config).build();
    String own = config.getNamespace() == null ? "default" : config.getNamespace();
    namespace = place.namespace() == null ? own : place.namespace();
    forward = new RelayForward(client, place.relayNamespace());
    admission = new Admission(client, namespace, InstantSource.system());
  }

  /**
   * Opens the way to that pool's channel.
   *
   * @param tokens a folder of this user's own, where the token is kept for the next time
   * @throws IllegalArgumentException when there is no such pool
   * @throws IllegalStateException when no relay serves
   * @throws KubernetesClientException when the API server refuses, or isn't there
   */
  public Access open(String pool, Path tokens) {
    WorkerPool found =
        client.resources(WorkerPool.class).inNamespace(namespace).withName(pool).get();
    if (found == null) {
      throw Admission.noPool(pool, namespace);
    }
    Path file = tokens.resolve(found.getMetadata().getUid());
    admission.admit(pool, file);
    String url = "http://127.0.0.1:" + forward.start();
    keep(pool, file);
    return new Access(url, namespace, found.channelName(), file);
  }

  /** For as long as this is open: a command may wait for hours. */
  private void keep(String pool, Path file) {
    renewals.scheduleWithFixedDelay(
        () -> {
          try {
            admission.renew(pool, file);
          } catch (RuntimeException e) {
            // The next time, of which there are some before it expires.
          }
        },
        TICK,
        TICK,
        TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    renewals.shutdownNow();
    forward.close();
    client.close();
  }
}
