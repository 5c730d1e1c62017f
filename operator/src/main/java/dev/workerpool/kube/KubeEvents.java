package dev.workerpool.kube;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.EventSink;
import dev.workerpool.pool.PoolEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes events, as {@code kubectl describe} and {@code kubectl events} show them. */
public final class KubeEvents implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(KubeEvents.class);
  private static final int LONGEST_MESSAGE = 1024;
  private static final String COMPONENT = "workerpool-operator";

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  public KubeEvents(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  @Override
  public void tell(WorkerPool pool, List<PoolEvent> events) {
    for (var event : events) {
      try {
        client.resource(event(pool, event)).create();
      } catch (KubernetesClientException e) {
        LOG.warn(
            "event {} of {}/{} is lost: {}",
            event.reason(),
            pool.getMetadata().getNamespace(),
            pool.getMetadata().getName(),
            Refusals.message(e));
      }
    }
  }

  private Event event(WorkerPool pool, PoolEvent event) {
    var meta = pool.getMetadata();
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String message = event.message();
    return new EventBuilder()
        .withNewMetadata()
        .withName(meta.getName() + "." + UUID.randomUUID().toString().substring(0, 13))
        .withNamespace(meta.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(WorkerPool.API_VERSION)
        .withKind(WorkerPool.KIND)
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .endInvolvedObject()
        .withType(event.warning() ? "Warning" : "Normal")
        .withReason(event.reason())
        .withMessage(
            message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(instance)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
