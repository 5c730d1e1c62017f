package dev.workerpool.main;

import dev.workerpool.bench.PodsBench;
import dev.workerpool.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code workerpool bench pods}: the figures P6 to P9. */
@Command(
    name = "pods",
    description = {
      "How fast the pods of a pool are made, beside the Job controller's, and what a large pool"
          + " costs.",
      "Loads the cluster: give it one that may be loaded, with nodes of kwok (.ci/cluster/kwok.sh)"
          + " and without another WorkerPool operator."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 all goals met, 1 one was missed, 2 bad input."})
final class BenchPodsCommand extends BenchmarkCommand {
  private static final Set<String> FIGURES = Set.of("P6", "P7", "P8", "P9");

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Of the cluster to load.")
  private Path kubeconfig;

  @Option(
      names = "--only",
      paramLabel = "FIGURE",
      split = ",",
      description =
          "P6 (creation rate), P7 (a large pool), P8 (five pods), P9 (local run). Default: all.")
  private Set<String> only = new TreeSet<>(FIGURES);

  @Option(
      names = "--processes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Of the pool of P6. Default: ${DEFAULT-VALUE}.")
  private int processes;

  @Option(
      names = "--large",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Of the pool of P7. Default: ${DEFAULT-VALUE}.")
  private int large;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of P8 and P9; the median counts. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--limits-lifted",
      description =
          "The cluster's controller manager runs with higher --kube-api-qps and --kube-api-burst:"
              + " P6 then has that goal.")
  private boolean limitsLifted;

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      description = "The script that P9 starts; by default ./workerpool where there is one.")
  private Path launcher = Path.of("workerpool");

  @Override
  Report measure() throws IOException {
    check();
    var settings =
        new PodsBench.Settings(
            kubeconfig,
            processes,
            large,
            limitsLifted,
            only,
            rounds,
            Files.isExecutable(launcher) && Files.isRegularFile(launcher)
                ? launcher.toAbsolutePath()
                : null);
    return new PodsBench(settings, this::progress).run();
  }

  private void check() {
    if (!FIGURES.containsAll(only)) {
      throw bad("--only: the figures are P6, P7, P8 and P9");
    }
    boolean local = only.equals(Set.of("P9"));
    if (!local && kubeconfig == null) {
      throw bad("--kubeconfig: missing (a cluster that may be loaded; --only P9 needs none)");
    }
    if (!local && !Files.isRegularFile(kubeconfig)) {
      throw bad("--kubeconfig: there is no file " + kubeconfig);
    }
    if (processes < 1 || large < 1 || rounds < 1) {
      throw bad("--processes, --large, --rounds: at least 1");
    }
  }
}
