package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gather → plan → execute → status, for one pool at a time. */
@ControllerConfiguration(name = "workerpool", triggerReconcilerOnAllEvents = true)
public final class WorkerPoolReconciler implements Reconciler<WorkerPool> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPoolReconciler.class);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
  private static final int MOST_CONFLICTS = 4;

  private final ReconcilerParts parts;

  public WorkerPoolReconciler(ReconcilerParts parts) {
    this.parts = parts;
  }

  @Override
  public List<EventSource<?, WorkerPool>> prepareEventSources(
      EventSourceContext<WorkerPool> context) {
    return parts.open(context);
  }

  @Override
  public UpdateControl<WorkerPool> reconcile(WorkerPool pool, Context<WorkerPool> context) {
    String uid = pool.getMetadata().getUid();
    try {
      if (context.isPrimaryResourceDeleted()) {
        return deleted(pool);
      }
      var requeue = reconcile(parts.ledgers().of(uid).newest(pool));
      parts.ledgers().of(uid).succeeded();
      var control = UpdateControl.<WorkerPool>noUpdate();
      return requeue.map(control::rescheduleAfter).orElse(control);
    } catch (KubernetesClientException e) {
      int failures = parts.ledgers().of(uid).failed();
      LOG.warn("{} was not reconciled, failure {}: {}", name(pool), failures, e.getMessage());
      var wait = SOON.multipliedBy(1L << Math.min(failures, 12));
      return UpdateControl.<WorkerPool>noUpdate()
          .rescheduleAfter(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
    }
  }

  /**
   * Which pool was deleted the framework doesn't say reliably: of one that is deleted and made
   * again it may name the new one, and what happens to that one meanwhile it forgets. So whoever
   * holds pods under this name without being known is let go of, and whoever has the name soon
   * after is looked at.
   */
  private UpdateControl<WorkerPool> deleted(WorkerPool pool) {
    var gone = parts.releases().ofDeleted(pool, parts::knowsPool);
    LOG.debug("{} {} deleted, let go of {}", name(pool), pool.getMetadata().getUid(), gone);
    gone.forEach(parts.ledgers()::forget);
    if (!parts.knowsPool(pool.getMetadata().getUid())) {
      parts.ledgers().forget(pool.getMetadata().getUid());
    }
    parts.wakeSuccessor(pool);
    return UpdateControl.noUpdate();
  }

  private Optional<Duration> reconcile(WorkerPool pool) {
    parts.releases().ofPredecessors(pool, parts::knowsPool);
    var current = pool;
    for (int i = 0; i < MOST_CONFLICTS; i++) {
      var pass = new Pass(parts, current, i > 0).run();
      if (pass.written()) {
        return pass.requeueAfter();
      }
      current = parts.read(pool);
      if (current == null) {
        return Optional.empty();
      }
    }
    return Optional.of(SOON);
  }

  private static String name(WorkerPool pool) {
    return pool.getMetadata().getNamespace() + "/" + pool.getMetadata().getName();
  }
}
