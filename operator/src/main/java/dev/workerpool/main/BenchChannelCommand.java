package dev.workerpool.main;

import dev.workerpool.bench.ChannelBench;
import dev.workerpool.bench.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code workerpool bench channel}: the figures P1 to P5 and P11, and recovery. */
@Command(
    name = "channel",
    description = {
      "What the channel does in a second: on durable files beside Redis and"
          + " multiprocessing.Manager, where those are; with a cluster, beside raw ConfigMap PUTs.",
      "Loads the cluster: give it one that may be loaded, without a WorkerPool installed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 all goals met, 1 one was missed, 2 bad input."})
final class BenchChannelCommand extends BenchmarkCommand {
  private static final String LOCAL = "P5";
  private static final List<String> FIGURES =
      List.of("P1", "P2", "P3", "P4", LOCAL, "P11", "recovery");
  private static final double LEAST_SECONDS = 0.1;
  private static final double MOST_SECONDS = 600;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Of the cluster to load. Default: none; then only P5 is measured.")
  private Path kubeconfig;

  @Option(
      names = "--only",
      paramLabel = "FIGURE",
      split = ",",
      description =
          "P1 (one client), P2 (64 clients), P3 (batches), P4 (sustained), P5 (on files), P11"
              + " (parked gets), recovery. Default: all.")
  private Set<String> only;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of one measurement; P4 takes six times as long. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "The median counts. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--recovery-items",
      paramLabel = "N",
      defaultValue = "100000",
      description = "In the channel that is recovered. Default: ${DEFAULT-VALUE}.")
  private int recoveryItems;

  @Override
  Report measure() throws Exception {
    if (only == null) {
      only = kubeconfig == null ? Set.of(LOCAL) : new TreeSet<>(FIGURES);
    }
    check();
    Duration time = Duration.ofMillis((long) (seconds * 1000));
    var settings = new ChannelBench.Settings(kubeconfig, only, time, rounds, recoveryItems);
    return new ChannelBench(settings, this::progress).run();
  }

  private void check() {
    if (!FIGURES.containsAll(only)) {
      throw bad("--only: the figures are P1 to P5, P11 and recovery");
    }
    boolean local = only.equals(Set.of(LOCAL));
    if (!local && kubeconfig == null) {
      throw bad("--kubeconfig: missing (a cluster that may be loaded; --only P5 needs none)");
    }
    if (!local && !Files.isRegularFile(kubeconfig)) {
      throw bad("--kubeconfig: there is no file " + kubeconfig);
    }
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw bad("--seconds: is 0.1 to 600");
    }
    if (rounds < 1 || recoveryItems < 1) {
      throw bad("--rounds, --recovery-items: at least 1");
    }
  }
}
