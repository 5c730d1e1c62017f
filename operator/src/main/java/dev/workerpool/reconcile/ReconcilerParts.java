package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.ChannelViews;
import dev.workerpool.pool.EventSink;
import dev.workerpool.pool.PlanExecutor;
import dev.workerpool.pool.Pods;
import dev.workerpool.pool.RelayAsks;
import dev.workerpool.pool.WorkerPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the reconciler works with; complete once its event sources are open. */
public final class ReconcilerParts {
  private static final long[] LOOK_AFTER_MILLIS = {100, 1000, 5000};

  /**
   * What is given to it from outside: the ports, and the machine's time and threads.
   *
   * @param podReader another client, or the same, that reads all pods and writes none
   */
  public record Given(
      KubernetesClient client,
      KubernetesClient podReader,
      Pods pods,
      WorkerPods workerPods,
      ChannelViews channels,
      RelayAsks relay,
      EventSink events,
      PlanExecutor.Batches batches,
      Clock clock,
      ScheduledExecutorService timer) {

    /** Without a relay to ask. */
    public Given(
        KubernetesClient client,
        KubernetesClient podReader,
        Pods pods,
        WorkerPods workerPods,
        ChannelViews channels,
        EventSink events,
        PlanExecutor.Batches batches,
        Clock clock,
        ScheduledExecutorService timer) {
      this(
          client,
          podReader,
          pods,
          workerPods,
          channels,
          RelayAsks.NOBODY,
          events,
          batches,
          clock,
          timer);
    }
  }

  private final Given given;
  private final Ledgers ledgers = new Ledgers();
  private final StatusWrites statuses;
  private final PlanExecutor executor;
  private final Expiry expiry;
  private final PoolWaker waker = new PoolWaker();
  private PodSource podSource;
  private Gathering gathering;
  private IndexedResourceCache<WorkerPool> pools;

  public ReconcilerParts(Given given) {
    this.given = given;
    this.statuses = new StatusWrites(given.client(), given.events());
    this.expiry = new Expiry(given.client());
    this.executor =
        new PlanExecutor(given.pods(), given.relay(), given.workerPods(), given.batches());
  }

  List<EventSource<?, WorkerPool>> open(EventSourceContext<WorkerPool> context) {
    pools = context.getPrimaryCache();
    podSource = new PodSource(context, given.podReader());
    gathering = new Gathering(given.podReader(), podSource, given.channels());
    var sources = new ArrayList<>(podSource.eventSources());
    sources.add(waker);
    return sources;
  }

  Ledgers ledgers() {
    return ledgers;
  }

  StatusWrites statuses() {
    return statuses;
  }

  PlanExecutor executor() {
    return executor;
  }

  /** Deletes the pool, as it was read, and nothing newer. */
  void expire(WorkerPool pool) {
    expiry.delete(pool);
  }

  Gathering gathering() {
    return gathering;
  }

  List<Pod> knownPods() {
    return podSource.all();
  }

  Pods pods() {
    return given.pods();
  }

  WorkerPods workerPods() {
    return given.workerPods();
  }

  Clock clock() {
    return given.clock();
  }

  PoolWaker waker() {
    return waker;
  }

  Releases releases() {
    return new Releases(given.podReader(), given.pods(), podSource, given.batches());
  }

  /** The pool as the server has it now; null when it is gone or another one has its name. */
  WorkerPool read(WorkerPool pool) {
    var now = given.client().resource(pool).get();
    return now == null || !now.getMetadata().getUid().equals(pool.getMetadata().getUid())
        ? null
        : now;
  }

  /** Whether the pool of that uid is among those known here. */
  boolean knowsPool(String uid) {
    return pools.list(p -> p.getMetadata().getUid().equals(uid)).findAny().isPresent();
  }

  /** Has the pool looked at, once the present reconcile is over, that has the name then. */
  void wakeSuccessor(WorkerPool pool) {
    for (long millis : LOOK_AFTER_MILLIS) {
      given
          .timer()
          .schedule(
              () -> pools.get(ResourceID.fromResource(pool)).ifPresent(waker::wake),
              millis,
              TimeUnit.MILLISECONDS);
    }
  }
}
