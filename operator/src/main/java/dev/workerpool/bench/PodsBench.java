package dev.workerpool.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** {@code workerpool bench pods}: how fast pods come and what a large pool costs; P6 to P9. */
public final class PodsBench {

  /**
   * What to measure, and where.
   *
   * @param kubeconfig of a cluster that may be loaded; null where only P9 is measured
   * @param processes of the pool of P6
   * @param large how many processes the pool of P7 has
   * @param liftedLimits whether the cluster's Job controller was given more requests a second
   * @param only the figures to measure, of P6 to P9
   * @param rounds of P8 and P9, of which the median is taken
   * @param launcher the script that people start, or null for the jar
   */
  public record Settings(
      Path kubeconfig,
      int processes,
      int large,
      boolean liftedLimits,
      Set<String> only,
      int rounds,
      Path launcher) {

    private boolean wants(String figure) {
      return only.contains(figure);
    }
  }

  private final Settings settings;
  private final Consumer<String> progress;
  private final List<Figure> figures = new ArrayList<>();

  /** Progress is told in lines, while the figures are only answered at the end. */
  public PodsBench(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures; takes minutes.
   *
   * @throws IllegalStateException when the machine or the cluster is not fit for it, and says why
   */
  public Report run() throws IOException {
    String before = Machine.described();
    if (settings.wants("P6") || settings.wants("P7") || settings.wants("P8")) {
      try (var cluster = new BenchCluster(settings.kubeconfig(), progress)) {
        measure(cluster);
      }
    }
    if (settings.wants("P9")) {
      figures.addAll(new LocalStart(settings.launcher(), progress).figures(settings.rounds()));
    }
    return new Report("workerpool bench pods", before, figures);
  }

  private void measure(BenchCluster cluster) throws IOException {
    try (var operator = new OperatorProcess(settings.kubeconfig(), cluster.namespace())) {
      operator.awaitReady(cluster);
      var rates = new CreationRates(cluster, operator, progress);
      if (settings.wants("P6")) {
        rates.warmUp();
        cluster.clearPools();
        var pool = rates.ofPool(settings.processes());
        cluster.clearPools();
        compare(pool, rates.ofJob(settings.processes()));
        cluster.clearJobs();
      }
      if (settings.wants("P8")) {
        figures.addAll(new FivePods(cluster, progress).figures(settings.rounds()));
        cluster.clearPools();
      }
      if (settings.wants("P7")) {
        figures.addAll(new LargePool(cluster, operator, progress).figures(settings.large()));
        cluster.clearPools();
      }
    }
  }

  private void compare(CreationRates.Rate pool, double job) {
    boolean lifted = settings.liftedLimits();
    String what = "pods created for %d processes".formatted(settings.processes());
    String other = lifted ? "Job controller, limits lifted" : "Job controller, default flags";
    figures.add(Figure.told(what, Figure.number(pool.perSecond()) + " pods/s"));
    figures.add(
        Figure.told("operator's processor time a pod", Figure.number(pool.cpuMillis()) + " ms"));
    figures.add(Figure.told("the same by the " + other, Figure.number(job) + " pods/s"));
    double times = pool.perSecond() / job;
    figures.add(Figure.atLeast("P6", "pool against " + other, times, lifted ? 1 : 10, " ×"));
  }
}
