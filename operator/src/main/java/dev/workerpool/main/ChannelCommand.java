package dev.workerpool.main;

import dev.workerpool.local.BadInput;
import dev.workerpool.worker.client.Outcome;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works with a running channel, on this machine or in a cluster. */
abstract class ChannelCommand implements Callable<Integer> {
  @Mixin private ChannelOptions options;
  @Spec private CommandSpec spec;

  /** Does it, and answers the exit status. */
  abstract int run(OpenChannel open)
      throws RefusedException, UnreachableException, InterruptedException;

  /** Looks at what was given before anything is asked of a channel. */
  void check() {}

  @Override
  public Integer call() throws Exception {
    QuietLogs.choose();
    try {
      check();
      try (OpenChannel open = OpenChannel.of(options, this::waits)) {
        return run(open);
      }
    } catch (BadInput e) {
      complain(e.getMessage());
      return ExitStatus.BAD_INPUT;
    } catch (RefusedException | UnreachableException | IllegalStateException e) {
      complain(e.getMessage());
      return ExitStatus.FAILED;
    }
  }

  /** The exit status of what may have had to wait. */
  int told(Outcome outcome, String waitedFor) {
    if (outcome == Outcome.CLOSED) {
      complain("the queue is closed");
      return ExitStatus.FAILED;
    }
    if (outcome == Outcome.TIMED_OUT) {
      complain("timed out: " + waitedFor);
      return ExitStatus.TIMED_OUT;
    }
    return ExitStatus.SUCCESS;
  }

  /** Told when the relay has given no answer for a while; on any thread. */
  void waits(String what) {
    complain(what);
  }

  void complain(String what) {
    String line = what == null ? "" : what.lines().findFirst().orElse("");
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + line);
    spec.commandLine().getErr().flush();
  }

  /** The exit status once everything is on its way, or it is said that it can't be. */
  int written(PrintStream out) {
    if (out.checkError()) {
      complain("the output is gone");
      return ExitStatus.FAILED;
    }
    return ExitStatus.SUCCESS;
  }

  /**
   * Where items go: bytes as they are, text in UTF-8 whatever the locale, as {@code put} reads it.
   */
  PrintStream out() {
    return new PrintStream(System.out, false, StandardCharsets.UTF_8);
  }
}
