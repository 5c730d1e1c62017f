package dev.workerpool.main;

import dev.workerpool.bench.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A benchmark: what it does is told as it goes on, and at its end a report. */
abstract class BenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Looks at what was given, measures, and reports. */
  abstract Report measure() throws Exception;

  @Override
  public final Integer call() throws Exception {
    QuietLogs.choose();
    Report report = measure();
    spec.commandLine().getOut().println(report.text());
    spec.commandLine().getOut().flush();
    return report.met() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
  }

  /** What was given can't be used. */
  ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  void progress(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
