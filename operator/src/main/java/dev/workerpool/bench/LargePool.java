package dev.workerpool.bench;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** P7: what a pool of ten thousand costs while all run, and when all have been terminated. */
final class LargePool {
  private static final int POKES = 20;
  private static final double KB = 1000;
  private static final double STATUS_KB = 100;
  private static final double RECONCILE_MS = 50;
  private static final double MILLIS = 1000;

  private final BenchCluster cluster;
  private final OperatorProcess operator;
  private final Consumer<String> progress;

  LargePool(BenchCluster cluster, OperatorProcess operator, Consumer<String> progress) {
    this.cluster = cluster;
    this.operator = operator;
    this.progress = progress;
  }

  List<Figure> figures(int processes) throws IOException {
    String of = "pool of %d: ".formatted(processes);
    if (cluster.nodes(true) == 0) {
      return List.of(Figure.skipped("P7", of + "cost", "there are no nodes of kwok"));
    }
    var up = start(of, processes);
    double running = statusKb();
    double reconcile = reconcileMillis();
    progress.accept(
        of
            + "status %s KB, no-change reconcile %s ms, heap kept %d MB"
                .formatted(
                    Figure.number(running), Figure.number(reconcile), operator.heap().kept()));
    patch("{\"spec\":{\"terminate\":true}}");
    awaitPool("the end", p -> holds(p, Condition.FINISHED));
    double ended = statusKb();
    var heap = operator.heap();
    return List.of(
        Figure.told(of + "apply → all run", up.seconds() + " s"),
        Figure.told(of + "operator's processor time until then", Figure.number(up.cpu()) + " s"),
        Figure.atMost("P7", of + "status", Math.max(running, ended), STATUS_KB, " KB"),
        Figure.atMost("P7", of + "no-change reconcile", reconcile, RECONCILE_MS, " ms"),
        Figure.told(of + "heap kept after a collection", heap.kept() + " MB"),
        Figure.atMost(
            "P7", of + "operator heap, peak", heap.peak(), OperatorProcess.HEAP_MB, " MB"));
  }

  /** How long it took, and how much of a processor's time, in seconds. */
  private record Up(long seconds, double cpu) {}

  private Up start(String of, int processes) {
    long start = System.nanoTime();
    double before = operator.cpuSeconds();
    cluster
        .client()
        .resource(Templates.pool(cluster, "large", processes, Templates.onFakeNodes()))
        .create();
    awaitPool("all to run", p -> isUp(p, processes));
    var up =
        new Up(
            Duration.ofNanos(System.nanoTime() - start).toSeconds(),
            operator.cpuSeconds() - before);
    progress.accept(
        of + "all run after %d s, %.0f s of processor time".formatted(up.seconds(), up.cpu()));
    return up;
  }

  private Resource<WorkerPool> large() {
    return cluster
        .client()
        .resources(WorkerPool.class)
        .inNamespace(cluster.namespace())
        .withName("large");
  }

  private void awaitPool(String what, Predicate<WorkerPool> condition) {
    cluster.await(
        what,
        () -> {
          operator.reconciles();
          WorkerPool pool = large().get();
          return pool.getStatus() != null && condition.test(pool);
        });
  }

  private static boolean isUp(WorkerPool pool, int processes) {
    return Objects.equals(pool.getStatus().alive(), processes) && holds(pool, Condition.READY);
  }

  private static boolean holds(WorkerPool pool, String type) {
    return pool.getStatus().conditions().stream().anyMatch(c -> c.type().equals(type) && c.holds());
  }

  private double statusKb() {
    String json = Serialization.asJson(large().get().getStatus());
    return json.getBytes(StandardCharsets.UTF_8).length / KB;
  }

  /** Looks at the pool for nothing: an annotation that nobody asks for has changed. */
  private double reconcileMillis() {
    awaitQuiet();
    var before = operator.reconciles();
    for (int i = 0; i < POKES; i++) {
      double count = operator.reconciles().count();
      patch("{\"metadata\":{\"annotations\":{\"bench/poke\":\"%d\"}}}".formatted(i));
      cluster.await("a reconcile", () -> operator.reconciles().count() > count);
    }
    var after = operator.reconciles();
    return (after.seconds() - before.seconds()) / (after.count() - before.count()) * MILLIS;
  }

  private void awaitQuiet() {
    var last = new double[] {-1};
    cluster.await(
        "the operator to be quiet",
        () -> {
          double now = operator.reconciles().count();
          boolean quiet = now == last[0];
          last[0] = now;
          return quiet;
        });
  }

  private void patch(String patch) {
    large().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }
}
