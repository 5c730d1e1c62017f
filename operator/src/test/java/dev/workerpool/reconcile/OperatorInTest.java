package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.kube.KubePods;
import dev.workerpool.pool.ChannelView;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.pool.PodSettings;
import dev.workerpool.pool.Pods;
import dev.workerpool.pool.PoolEvent;
import dev.workerpool.pool.WorkerPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The operator in this JVM on an API server, real or mock, with a hand on its creates. */
final class OperatorInTest implements AutoCloseable {
  final List<String> created = new CopyOnWriteArrayList<>();
  final List<PoolEvent> events = new CopyOnWriteArrayList<>();
  final AtomicInteger attempts = new AtomicInteger();

  /** Asked before each create; an answer stands for the server's. */
  volatile Function<Pod, CreateOutcome> before = pod -> null;

  private final ExecutorService calls = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final PoolOperator operator;

  OperatorInTest(KubernetesClient client, boolean serverSideApply, String... namespaces) {
    var given =
        new ReconcilerParts.Given(
            client,
            client,
            new WatchedPods(new KubePods(client), serverSideApply),
            new WorkerPods(new PodSettings("http://relay", "init", "IfNotPresent")),
            uid -> ChannelView.unknown(),
            (WorkerPool pool, List<PoolEvent> told) -> events.addAll(told),
            new ParallelBatches(calls),
            Clock.systemUTC(),
            timer);
    operator =
        new PoolOperator(
            given,
            new PoolOperator.Settings(
                Set.of(namespaces), null, "test", serverSideApply, PoolOperator.Pace.USUAL),
            Metrics.NOOP);
  }

  OperatorInTest start() {
    operator.start();
    return this;
  }

  void wake(String namespace, String name) {
    operator.wake(namespace, name);
  }

  void releaseEverything() {
    operator.releaseEverything();
  }

  @Override
  public void close() {
    operator.stop();
    timer.shutdownNow();
    calls.shutdownNow();
  }

  /** The mock takes a dry run for earnest, so it isn't asked there. */
  private final class WatchedPods implements Pods {
    private final Pods pods;
    private final boolean dryRun;

    WatchedPods(Pods pods, boolean dryRun) {
      this.pods = pods;
      this.dryRun = dryRun;
    }

    @Override
    public CreateOutcome create(Pod pod) {
      attempts.incrementAndGet();
      var instead = before.apply(pod);
      var outcome = instead == null ? pods.create(pod) : instead;
      if (outcome instanceof CreateOutcome.Created) {
        created.add(pod.getMetadata().getName());
      }
      return outcome;
    }

    @Override
    public CreateOutcome probe(Pod pod) {
      return dryRun ? pods.probe(pod) : new CreateOutcome.Created();
    }

    @Override
    public void delete(PodAction.Delete delete) {
      pods.delete(delete);
    }

    @Override
    public void stamp(PodRef pod, String reason, Instant killAt) {
      pods.stamp(pod, reason, killAt);
    }

    @Override
    public void release(PodAction.Release release) {
      pods.release(release);
    }
  }
}
