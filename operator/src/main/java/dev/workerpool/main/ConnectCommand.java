package dev.workerpool.main;

import dev.workerpool.api.Labels;
import dev.workerpool.local.CommandFile;
import dev.workerpool.local.GuestProcess;
import dev.workerpool.local.GuestTools;
import dev.workerpool.local.Signals;
import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code workerpool connect}: a program of this machine as a guest of a pool. */
@Command(
    name = "connect",
    description = {
      "Runs COMMAND here as the main program of a pool that runs elsewhere: with the SDKs, and with"
          + " the environment by which they find the pool's channel.",
      "Without COMMAND: prints that environment as lines of a shell, and holds the way open until"
          + " ^C, SIGTERM or the end of the run."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: COMMAND's own, 128+N when signal N ended it; 127 when it isn't found, 126 when"
          + " it can't be executed, 1 refused, 2 bad input."
    })
final class ConnectCommand extends ChannelCommand {
  private static final String MAIN = "MainProcess";
  private static final int LOOK_SECONDS = 30;
  private static final int LAST_WORDS_SECONDS = 5;

  @Parameters(
      paramLabel = "COMMAND [ARG...]",
      arity = "0..*",
      hideParamSyntax = true,
      description = "The program, looked for on the PATH, and its arguments. Put -- before it.")
  private List<String> command = List.of();

  private GuestTools tools;
  private Path file;

  @Override
  public Integer call() throws Exception {
    tools = GuestTools.unpack();
    try {
      if (!command.isEmpty()) {
        String path = tools.environment(System.getenv(), Map.of()).get("PATH");
        file = CommandFile.find(command.get(0), path);
      }
    } catch (CommandFile.CannotRun e) {
      complain(e.getMessage());
      return e.status();
    }
    return super.call();
  }

  @Override
  int run(OpenChannel open) throws RefusedException, UnreachableException, InterruptedException {
    // Held by us, so that what the program makes lives as long as it does.
    open.channel().openSession();
    Map<String, String> environment = tools.environment(System.getenv(), own(open));
    return file == null ? hold(open, environment) : run(open, environment);
  }

  private static Map<String, String> own(OpenChannel open) {
    var target = open.target();
    return Map.of(
        Labels.ENV_URL, target.url(),
        Labels.ENV_NAMESPACE, target.namespace(),
        Labels.ENV_CHANNEL, target.channel(),
        Labels.ENV_POOL, open.pool(),
        Labels.ENV_PROCESS, MAIN,
        Labels.ENV_TOKEN_FILE, target.tokenFile().toAbsolutePath().toString(),
        Labels.ENV_NONCE, open.nonce());
  }

  private int run(OpenChannel open, Map<String, String> environment) throws InterruptedException {
    open.end().thenRun(() -> complain("the run has ended; its channel answers no more"));
    try {
      int status = GuestProcess.run(file, command, environment);
      tell(open, status);
      return status;
    } catch (IOException e) { // too many arguments, say
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Nobody else can prove how it ended. */
  private static void tell(OpenChannel open, Integer status) throws InterruptedException {
    var told =
        CompletableFuture.runAsync(
            () -> {
              try {
                open.channel().endProgram(status);
              } catch (RefusedException | UnreachableException | InterruptedException e) {
                // By its silence the relay sees the same.
              }
            });
    try {
      told.get(open.end().isDone() ? 0 : LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The same.
    }
  }

  private int hold(OpenChannel open, Map<String, String> environment)
      throws RefusedException, InterruptedException {
    var signal = new CompletableFuture<Integer>();
    Signals.onEach(signal::complete);
    byte[] exports = Exports.of(System.getenv(), environment).getBytes(StandardCharsets.UTF_8);
    System.out.write(exports, 0, exports.length);
    System.out.close(); // whoever reads it to its end can go on
    complain(
        "the way to pool %s is open until ^C (process %d)"
            .formatted(open.pool(), ProcessHandle.current().pid()));
    var end = CompletableFuture.anyOf(signal, open.end());
    while (!isDone(end)) {
      look(open.channel());
    }
    if (!signal.isDone()) {
      complain("the run has ended");
    }
    tell(open, null);
    return ExitStatus.SUCCESS;
  }

  private static boolean isDone(CompletableFuture<?> end) throws InterruptedException {
    try {
      end.get(LOOK_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Whether the channel is still there, and ours to use: nobody else would say so. */
  private static void look(Channel channel) throws RefusedException, InterruptedException {
    try {
      channel.listing();
    } catch (UnreachableException e) {
      // The channel has said so; it may come back.
    }
  }
}
