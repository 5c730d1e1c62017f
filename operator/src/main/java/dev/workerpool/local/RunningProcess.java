package dev.workerpool.local;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An OS process that was started, and how it is ended. */
final class RunningProcess {
  private final Process process;
  private final boolean shim;
  private final Duration grace;
  private final ScheduledExecutorService timer;
  private boolean terminating;

  RunningProcess(Process process, boolean shim, Duration grace, ScheduledExecutorService timer) {
    this.process = process;
    this.shim = shim;
    this.grace = grace;
    this.timer = timer;
  }

  /** SIGTERM; SIGKILL when the grace period is over. A second call changes nothing. */
  synchronized void terminate() {
    if (!terminating) {
      terminating = true;
      if (grace.isZero()) {
        kill();
      } else {
        process.destroy();
        timer.schedule(this::kill, grace.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** SIGKILL, to the command and not to the shim, which then records it and ends the rest. */
  void kill() {
    if (!process.isAlive()) {
      return;
    }
    var children = shim ? process.children().toList() : process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    if (!shim || children.isEmpty()) {
      process.destroyForcibly();
    }
  }
}
