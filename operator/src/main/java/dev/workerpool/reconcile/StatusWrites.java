package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.pool.EventSink;
import dev.workerpool.pool.Plan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status with the resourceVersion that it was computed from: it holds history, so what
 * somebody else has written meanwhile must not be overwritten.
 */
final class StatusWrites {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWrites.class);

  private final AtomicBoolean told = new AtomicBoolean();
  private final KubernetesClient client;
  private final EventSink events;

  StatusWrites(KubernetesClient client, EventSink events) {
    this.client = client;
    this.events = events;
  }

  /** Writes it where it differs, then tells the events. False: it was computed from an old one. */
  boolean write(WorkerPool pool, Plan plan, Ledger ledger, Instant now) {
    var before = pool.getStatus() == null ? WorkerPoolStatus.empty() : pool.getStatus();
    if (plan.status().equals(before)) {
      ledger.wroteWaits(plan.status().backoff(), before.backoff());
      return true;
    }
    try {
      var written = client.resource(withStatus(pool, plan.status())).updateStatus();
      ledger.wrote(written);
      note(plan.status(), written.getStatus(), ledger);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
    if (!Objects.equals(plan.status().queues(), before.queues())) {
      ledger.wroteFigures(now);
    }
    events.tell(pool, plan.events());
    return true;
  }

  /** A server whose definition of the resource is older drops what that doesn't have. */
  private void note(WorkerPoolStatus sent, WorkerPoolStatus kept, Ledger ledger) {
    boolean dropped = ledger.wroteWaits(sent.backoff(), kept == null ? List.of() : kept.backoff());
    if (dropped && !told.getAndSet(true)) {
      LOG.warn(
          "the server drops status.backoff: its definition of WorkerPool is older than this"
              + " operator. Upgrade it: kubectl apply --server-side -f crds/");
    }
  }

  private static WorkerPool withStatus(WorkerPool pool, WorkerPoolStatus status) {
    var copy = new WorkerPool();
    copy.setMetadata(new ObjectMetaBuilder(pool.getMetadata()).withManagedFields().build());
    copy.setSpec(pool.getSpec());
    copy.setStatus(status);
    return copy;
  }
}
