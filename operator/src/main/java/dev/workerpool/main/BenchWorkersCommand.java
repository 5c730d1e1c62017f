package dev.workerpool.main;

import dev.workerpool.bench.Report;
import dev.workerpool.bench.WorkersBench;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code workerpool bench workers}: the figures P10 and P12 to P14. */
@Command(
    name = "workers",
    description = {
      "What the worker's side costs: imports, tasks a second, memory, how soon a killed worker's"
          + " task runs again; in local mode with durable files.",
      "Beside them the cycles a second of put, get and ack by each SDK and by"
          + " multiprocessing.Manager().JoinableQueue. Needs python3."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 all goals met, 1 one was missed, 2 bad input."})
final class BenchWorkersCommand extends BenchmarkCommand {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "The median counts. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  Report measure() throws IOException {
    if (rounds < 1) {
      throw bad("--rounds: at least 1");
    }
    return new WorkersBench(rounds, this::progress).run();
  }
}
