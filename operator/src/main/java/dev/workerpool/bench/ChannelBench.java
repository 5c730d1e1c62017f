package dev.workerpool.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code workerpool bench channel}: what the channel does, on files and in a cluster; P1 to P5 and
 * P11, and recovery.
 */
public final class ChannelBench {
  /** A sustained rate isn't seen in a moment. */
  private static final int SUSTAINED = 6;

  /**
   * What to measure, and where.
   *
   * @param kubeconfig of a cluster that may be loaded; null where only P5 is measured
   * @param only the figures to measure: P1 to P5, P11, recovery
   * @param time of one measurement
   * @param rounds of which the median counts
   * @param recoveryItems in the channel that is recovered
   */
  public record Settings(
      Path kubeconfig, Set<String> only, Duration time, int rounds, int recoveryItems) {

    private boolean wants(String... figures) {
      return Set.of(figures).stream().anyMatch(only::contains);
    }
  }

  private final Settings settings;
  private final Consumer<String> progress;

  /** Progress is told in lines, while the figures are only answered at the end. */
  public ChannelBench(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures; takes minutes.
   *
   * @throws IllegalStateException when the machine or the cluster is not fit for it, and says why
   */
  public Report run() throws Exception {
    String before = Machine.described();
    List<Figure> figures = new ArrayList<>();
    if (settings.wants("P1", "P2", "P3", "P4", "P11", "recovery")) {
      try (var cluster = new BenchCluster(settings.kubeconfig(), progress);
          var store = new StoreUnderTest(cluster)) {
        figures.addAll(inCluster(store));
      }
    }
    if (settings.wants("P5")) {
      figures.addAll(new LocalChannel(settings.time(), settings.rounds(), progress).figures());
    }
    return new Report("workerpool bench channel", before, figures);
  }

  private List<Figure> inCluster(StoreUnderTest store) throws Exception {
    List<Figure> figures = new ArrayList<>();
    Duration time = settings.time();
    figures.addAll(new Puts(store, time, settings.rounds(), progress).figures(settings.only()));
    if (settings.wants("P4")) {
      figures.addAll(new Sustained(store, time.multipliedBy(SUSTAINED), progress).figures());
    }
    if (settings.wants("P11")) {
      try (var parked = new Parked(store, time, progress)) {
        figures.addAll(parked.figures());
      }
    }
    if (settings.wants("recovery")) {
      figures.addAll(new Recovery(store, settings.recoveryItems(), progress).figures());
    }
    return figures;
  }
}
