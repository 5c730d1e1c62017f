package dev.workerpool.main;

import dev.workerpool.local.BadInput;
import dev.workerpool.local.LocalMode;
import dev.workerpool.local.RunEnd;
import dev.workerpool.local.RunOptions;
import dev.workerpool.local.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code workerpool run}: local mode. */
@Command(
    name = "run",
    description =
        "Runs a pool on this machine until it is Complete or Failed: the same planner, relay and"
            + " channel as in a cluster, with an OS process for each pod.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 Complete, 1 Failed, 2 bad input, 124 time-out, 130 after ^C (processes are"
          + " terminated; a second ^C kills them)."
    })
final class RunCommand implements Callable<Integer> {
  private static final int SIGNAL_BASE = 128;

  @Parameters(
      paramLabel = "DIR|FILE",
      description = "A folder with pool.yaml, or a file. Its folder is the working directory.")
  private Path pool;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "End the processes after this time: 500ms, 60s, 1m30s, 2h. Default: never.")
  private Duration timeout;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the channel's files and the records of how processes ended there. Default: a"
              + " temporary folder, removed at the end.")
  private Path data;

  @Option(
      names = "--status",
      paramLabel = "FILE",
      description = "Write the status there as JSON at the end, as a cluster would show it.")
  private Path status;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    QuietLogs.choose();
    var options = new RunOptions(pool, timeout, data, status, Folders.runtime(), System.getenv());
    try {
      return status(
          new LocalMode(new HttpRelayListener(), Terminal.of(System.getenv())).run(options));
    } catch (BadInput e) {
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitStatus.BAD_INPUT;
    }
  }

  private static int status(RunEnd end) {
    if (end instanceof RunEnd.Complete) {
      return ExitStatus.SUCCESS;
    }
    if (end instanceof RunEnd.TimedOut) {
      return ExitStatus.TIMED_OUT;
    }
    return end instanceof RunEnd.Interrupted interrupted
        ? SIGNAL_BASE + interrupted.signal()
        : ExitStatus.FAILED;
  }
}
