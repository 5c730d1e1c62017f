package dev.workerpool.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code workerpool bench}: the parent of the benchmarks, each a subcommand of its own. */
@Command(
    name = "bench",
    description = "Measures this machine, or a cluster, beside what one would take instead.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {BenchChannelCommand.class, BenchPodsCommand.class, BenchWorkersCommand.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** {@code workerpool bench} alone: says what is missing. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing (try --help)");
  }
}
