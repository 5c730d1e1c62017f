package dev.workerpool.main;

import dev.workerpool.bench.WorkersBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class BenchWorkersCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "The median counts. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    QuietLogs.choose();
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds: at least 1");
    }
    var report = new WorkersBench(rounds, this::progress).run();
    spec.commandLine().getOut().println(report.text());
    spec.commandLine().getOut().flush();
    return report.met() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
  }

  private void progress(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
