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
import java.util.Objects;

/**
 * Writes a status with the resourceVersion that it was computed from: it holds history, so what
 * somebody else has written meanwhile must not be overwritten.
 */
final class StatusWrites {
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
      return true;
    }
    try {
      ledger.wrote(client.resource(withStatus(pool, plan.status())).updateStatus());
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

  private static WorkerPool withStatus(WorkerPool pool, WorkerPoolStatus status) {
    var copy = new WorkerPool();
    copy.setMetadata(new ObjectMetaBuilder(pool.getMetadata()).withManagedFields().build());
    copy.setSpec(pool.getSpec());
    copy.setStatus(status);
    return copy;
  }
}
