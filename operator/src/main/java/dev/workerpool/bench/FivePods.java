package dev.workerpool.bench;

import dev.workerpool.api.Condition;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** P8: from apply to Complete, five pods on a real node, as a pool and as a Job, in turns. */
final class FivePods {
  private static final int PODS = 5;
  private static final double GOAL = 1.1;
  private static final double NANOS = 1e9;
  private static final long PATIENCE_MINUTES = 5;

  private final BenchCluster cluster;
  private final Consumer<String> progress;

  FivePods(BenchCluster cluster, Consumer<String> progress) {
    this.cluster = cluster;
    this.progress = progress;
  }

  /** The first round warms up and is not counted. */
  List<Figure> figures(int rounds) {
    String what = "apply → Complete, pool of 5, shim Image";
    if (cluster.nodes(false) == 0) {
      return List.of(Figure.skipped("P8", what, "there is no node with a kubelet"));
    }
    var pools = new ArrayList<Double>();
    var jobs = new ArrayList<Double>();
    for (int round = 0; round <= rounds; round++) {
      double pool = pool("five-" + round);
      double job = job("five-" + round);
      progress.accept(
          "five pods: pool %s s, Job %s s".formatted(Figure.number(pool), Figure.number(job)));
      if (round > 0) {
        pools.add(pool);
        jobs.add(job);
      }
    }
    double pool = Median.of(pools);
    double job = Median.of(jobs);
    return List.of(
        Figure.told(what, Figure.number(pool) + " s"),
        Figure.told("the same as a Job", Figure.number(job) + " s"),
        Figure.atMost("P8", "pool against Job", pool / job, GOAL, " ×"));
  }

  private double pool(String name) {
    return seconds(
        Templates.pool(cluster, name, PODS, Templates.onRealNodes()), FivePods::isComplete);
  }

  private double job(String name) {
    return seconds(
        Templates.job(cluster, name, PODS, Templates.onRealNodes()), FivePods::isComplete);
  }

  private <T extends HasMetadata> double seconds(T asked, Predicate<T> complete) {
    long start = System.nanoTime();
    var resource = cluster.client().resource(asked);
    resource.create();
    resource.waitUntilCondition(
        now -> now != null && complete.test(now), PATIENCE_MINUTES, TimeUnit.MINUTES);
    return (System.nanoTime() - start) / NANOS;
  }

  private static boolean isComplete(WorkerPool pool) {
    return pool.getStatus() != null
        && pool.getStatus().conditions().stream()
            .anyMatch(c -> c.type().equals(Condition.COMPLETE) && c.holds());
  }

  private static boolean isComplete(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }
}
