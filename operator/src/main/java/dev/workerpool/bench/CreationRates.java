package dev.workerpool.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Consumer;

/** Pods a second from the request to the last pod's creation, as a watch sees them. */
final class CreationRates {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1000;
  private static final int WARM_UP = 1000;

  /**
   * How fast they came.
   *
   * @param perSecond pods
   * @param cpuMillis processor time of the operator per pod until then, which a busy machine
   *     distorts less than the rate
   */
  record Rate(double perSecond, double cpuMillis) {}

  private final BenchCluster cluster;
  private final OperatorProcess operator;
  private final Consumer<String> progress;

  CreationRates(BenchCluster cluster, OperatorProcess operator, Consumer<String> progress) {
    this.cluster = cluster;
    this.operator = operator;
    this.progress = progress;
  }

  /** An operator has been running for days when somebody applies a pool. */
  void warmUp() {
    measure(Templates.pool(cluster, "warm-up", WARM_UP, Templates.onNoNodes()), WARM_UP);
  }

  Rate ofPool(int pods) {
    double before = operator.cpuSeconds();
    double rate = measure(Templates.pool(cluster, "rate", pods, Templates.onNoNodes()), pods);
    double cpu = (operator.cpuSeconds() - before) * MILLIS / pods;
    progress.accept(
        "pool of %d: %s pods/s, %s ms of processor time per pod"
            .formatted(pods, Figure.number(rate), Figure.number(cpu)));
    return new Rate(rate, cpu);
  }

  double ofJob(int pods) {
    double rate = measure(Templates.job(cluster, "rate", pods, Templates.onNoNodes()), pods);
    progress.accept("Job of %d: %s pods/s".formatted(pods, Figure.number(rate)));
    return rate;
  }

  private double measure(HasMetadata asked, int pods) {
    try (var arrivals = new PodArrivals(cluster)) {
      long start = System.nanoTime();
      cluster.client().resource(asked).create();
      cluster.await(pods + " pods", () -> arrivals.count() >= pods);
      return pods / ((arrivals.lastNanos() - start) / NANOS);
    }
  }
}
