package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.relay.Caller;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/** What is known of workers' pods, for telling who calls. */
interface KnownWorkers {

  /**
   * The live worker behind a pod: seen in the watch, or else asked for at the server, since a pod's
   * first call may come before the watch's news of it.
   *
   * @return empty when no such pod lives, or when it belongs to no pool
   */
  Optional<Worker> find(String namespace, String podName, String podUid);

  /**
   * Notes that this pod has just called, and tells who it is as the watch shows it now; empty once
   * its end has been seen.
   */
  Optional<Worker> heard(String podUid);

  /** Name of the channel that this worker's pool uses: its own, or another pool's. */
  default String channel(Worker worker) {
    return worker.pool();
  }

  /**
   * The person whose token has that hash ({@link ConnectTokens}); empty when no pool that lives has
   * it, or it has expired.
   */
  default Optional<Caller.Guest> guest(String hash, Instant now) {
    return Optional.empty();
  }

  /**
   * A worker's pod.
   *
   * @param account name of its ServiceAccount
   */
  record Worker(
      String namespace,
      String pool,
      String poolUid,
      String podName,
      String podUid,
      String account) {

    static Optional<Worker> of(Pod pod) {
      var meta = pod.getMetadata();
      var labels = meta.getLabels();
      if (labels == null
          || labels.get(Labels.POOL) == null
          || labels.get(Labels.POOL_UID) == null) {
        return Optional.empty();
      }
      String account = pod.getSpec() == null ? null : pod.getSpec().getServiceAccountName();
      return Optional.of(
          new Worker(
              meta.getNamespace(),
              labels.get(Labels.POOL),
              labels.get(Labels.POOL_UID),
              meta.getName(),
              meta.getUid(),
              account == null ? "default" : account));
    }
  }
}
