package dev.workerpool.main;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root command {@code workerpool}. A subcommand is a class of this package, named in {@link
 * Command#subcommands()}; its {@code call()} answers the exit status.
 *
 * <p>Keep heavy types out of the fields and signatures of subcommands: picocli looks at all of them
 * at every start, and loads what they name.
 */
@Command(
    name = "workerpool",
    description = "Python's multiprocessing for Kubernetes: pools of processes and their queues.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PutCommand.class,
      GetCommand.class,
      JoinCommand.class,
      SetCommand.class,
      WaitCommand.class,
      QueuesCommand.class,
      TopCommand.class,
      ConnectCommand.class,
      OperatorCommand.class,
      RelayCommand.class,
      AllCommand.class,
      BenchCommand.class,
      ReleaseCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command of {@code args} and ends the JVM with its {@link ExitStatus}. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command of {@code args}; answers its {@link ExitStatus}. */
  static int execute(String... args) {
    CommandLine line = new CommandLine(new Main());
    // What follows a command's name is the command's, with or without "--" before it.
    line.getSubcommands().get("connect").setStopAtPositional(true);
    return line.setParameterExceptionHandler(Main::badUsage)
        .setExecutionExceptionHandler(Main::unexpected)
        .execute(args);
  }

  /** {@code workerpool} alone: says what is missing. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing (try --help)");
  }

  /** One line that names the wrong argument; picocli's default would print the whole help. */
  private static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String hint =
        e instanceof UnmatchedArgumentException
            ? " (try " + command.getCommandSpec().qualifiedName() + " --help)"
            : "";
    complain(command, firstLine(e.getMessage()) + hint);
    return ExitStatus.BAD_INPUT;
  }

  /** A bug or broken I/O: one line; its stack trace only for who asks for it. */
  private static int unexpected(Exception e, CommandLine command, ParseResult parsed) {
    if (System.getenv("WORKERPOOL_DEBUG") != null) {
      e.printStackTrace(command.getErr());
    }
    String what = e.getMessage() == null ? e.toString() : firstLine(e.getMessage());
    complain(command, what + " (WORKERPOOL_DEBUG=1 shows where)");
    return ExitStatus.FAILED;
  }

  private static void complain(CommandLine command, String what) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + what);
    command.getErr().flush();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
