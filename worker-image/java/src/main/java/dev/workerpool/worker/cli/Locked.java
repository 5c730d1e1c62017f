package dev.workerpool.worker.cli;

import dev.workerpool.worker.client.Channel;
import dev.workerpool.worker.client.RefusedException;
import dev.workerpool.worker.client.UnreachableException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code worker lock}: runs a command while it holds a lock. */
final class Locked {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final Channel channel;
  private final PrintStream err;

  Locked(Channel channel, PrintStream err) {
    this.channel = channel;
    this.err = err;
  }

  /** The command's exit status; 124 when the lock wasn't free in time. */
  int run(Arguments line)
      throws UsageException, RefusedException, UnreachableException, InterruptedException {
    line.only(Set.of("--timeout", "--make", "--grace"));
    String name = line.word(1, "NAME");
    List<String> command = line.wordsFrom(2, "COMMAND");
    if (line.has("--make")) {
      channel.semaphores().make(name, "Lock", 1);
    }
    String grant = channel.semaphores().acquire(name, channel.deadline(line.timeout()));
    if (grant == null) {
      err.println("worker: timed out: lock " + name + " is not free");
      return Commands.TIMED_OUT;
    }
    try {
      return status(command);
    } finally {
      channel.semaphores().release(name, grant);
    }
  }

  private int status(List<String> command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      boolean missing = String.valueOf(e.getMessage()).contains("error=2,");
      err.println("worker: " + command.get(0) + (missing ? ": not found" : ": cannot be run"));
      return missing ? NOT_FOUND : NOT_EXECUTABLE;
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
  }
}
