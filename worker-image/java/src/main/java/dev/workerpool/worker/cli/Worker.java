package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.Target;
import dev.workerpool.worker.client.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The {@code worker} command: a shell script can be a worker. */
public final class Worker {
  private static final int BAD_USAGE = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String USAGE =
      """
      usage: worker COMMAND ...

        each QUEUE [--results QUEUE] [--pill TEXT] [--json] [--retry-after SECONDS] -- COMMAND ...
                                   runs COMMAND for each item: on its standard input, or in place
                                   of {} in its words. Exit status 0: the item is done (and what
                                   COMMAND printed is put into --results in the same moment); else
                                   it goes back. Ends when QUEUE is closed, at an item that is TEXT,
                                   or by SIGTERM, when the running COMMAND may end (--grace, 25 s)
        lock NAME [--timeout SECONDS] [--make] -- COMMAND ...
                                   runs COMMAND while it holds the lock; its exit status is ours
        put QUEUE [ITEM ... | -] [--json] [--lines] [--timeout SECONDS]
              [--priority N] [--delay SECONDS]
                                   puts each ITEM as a string (--json: as JSON); without
                                   ITEM or with - the standard input (--lines: each line of it)
        get QUEUE [--timeout SECONDS] [--json] [--explicit]
                                   prints the next item: a string as it is, else JSON. It is done
                                   at the next get, or when the process ends with exit code 0;
                                   --explicit: when task-done says so
        task-done QUEUE            the oldest item got from QUEUE is done
        join QUEUE [--timeout SECONDS]   waits until all items ever put are done
        qsize QUEUE                prints how many items are ready
        make QUEUE [--max-size N] [--order FIFO|LIFO|Priority] [--max-deliveries N]
                                   makes a queue that is not declared in the pool
        close QUEUE [--immediate]  refuses puts from now on (--immediate: drops what is ready)
        event set|clear|make NAME
        event is-set NAME          prints true or false; exit status 0 or 1
        event wait NAME [--timeout SECONDS]

      Exit status: 0 done, 1 refused, 2 bad usage, 124 timed out.
      """;

  private Worker() {}

  public static void main(String[] line) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(line), System.getenv(), System.in, out, err));
  }

  static int run(
      List<String> line,
      Map<String, String> env,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(line);
      if (arguments.has("--help") || arguments.words().equals(List.of("help"))) {
        out.print(USAGE);
        return Commands.DONE;
      }
      if (arguments.words().isEmpty()) {
        err.print(USAGE);
        return BAD_USAGE;
      }
      String command = arguments.words().get(0);
      if (command.equals("each") || command.equals("lock")) {
        return new LongRun(connect(env, ownNonce(env), true, err), err).run(arguments);
      }
      return new Commands(connect(env, nonce(env), false, err), in, out, err).run(arguments);
    } catch (UsageException | IllegalStateException e) {
      err.println("worker: " + e.getMessage());
      return BAD_USAGE;
    } catch (RefusedException | UnreachableException | IOException e) {
      err.println("worker: " + e.getMessage());
      return Commands.NO;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Commands.NO;
    }
  }

  private static Channel connect(
      Map<String, String> env, String nonce, boolean heartbeats, PrintStream err) {
    return Channel.of(
        Target.from(env),
        new Channel.Options(
            nonce, heartbeats, PATIENCE, message -> err.println("worker: " + message)));
  }

  /** The same for all commands of one process, so that they share a session. */
  private static String nonce(Map<String, String> env) {
    String nonce = env.get("WORKERPOOL_NONCE");
    String pod = env.get("WORKERPOOL_POD_UID");
    if (nonce != null && !nonce.isBlank()) {
      return nonce;
    }
    return pod != null && !pod.isBlank() ? "pod-" + pod : Channel.newId();
  }

  /** Of a command that lives long: its session ends with it. */
  private static String ownNonce(Map<String, String> env) {
    return nonce(env) + "-" + Channel.newId();
  }
}
