package dev.workerpool.main;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;

/** Counts and times of reconciles, none of them by resource: there may be thousands. */
final class ReconcileMetrics implements Metrics {
  private final Timer reconciles;
  private final Counter failures;
  private final Counter events;

  ReconcileMetrics(MeterRegistry registry) {
    reconciles =
        Timer.builder("workerpool.reconcile")
            .description("Looks at a pool: how many and how long")
            .register(registry);
    failures =
        Counter.builder("workerpool.reconcile.failures")
            .description("Looks at a pool that ended in an error")
            .register(registry);
    events =
        Counter.builder("workerpool.reconcile.events")
            .description("Reasons to look at a pool, before they are put together")
            .register(registry);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    return reconciles.recordCallable(execution::execute);
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    events.increment();
  }

  @Override
  public void failedReconciliation(
      HasMetadata resource, Exception exception, Map<String, Object> metadata) {
    failures.increment();
  }
}
