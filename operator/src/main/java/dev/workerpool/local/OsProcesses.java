package dev.workerpool.local;

import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.pool.Pods;
import dev.workerpool.process.ProcessState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Pods as OS processes. Each runs in a session of its own under the shim, in one folder, with its
 * own token; its real exit status is its pod's.
 */
final class OsProcesses implements Pods, AutoCloseable {

  /** Told once a process has ended and its output is read. Called on any thread. */
  interface Listener {
    void ended(String podUid, int exitCode);
  }

  private final ProcessStarter starter;
  private final LocalCallers callers;
  private final Listener listener;
  private final Clock clock;
  private final Map<String, OsProcess> byName = new LinkedHashMap<>();
  private final Map<String, RunningProcess> running = new LinkedHashMap<>();

  OsProcesses(ProcessStarter starter, LocalCallers callers, Listener listener, Clock clock) {
    this.starter = starter;
    this.callers = callers;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public synchronized CreateOutcome create(Pod rendered) {
    String name = rendered.getMetadata().getName();
    OsProcess former = byName.get(name);
    if (former != null) {
      return former.sameAs(rendered)
          ? new CreateOutcome.AlreadyOurs()
          : new CreateOutcome.NameTaken("a process of that name runs for another pool");
    }
    String uid = UUID.randomUUID().toString();
    Pod pod = new PodBuilder(rendered).editMetadata().withUid(uid).endMetadata().build();
    try {
      byName.put(name, OsProcess.started(pod, clock.instant()));
      running.put(name, starter.start(pod, callers.admit(pod), end -> ended(name, end)));
      return new CreateOutcome.Created();
    } catch (IOException e) {
      byName.remove(name);
      return new CreateOutcome.Refused("StartFailed", String.valueOf(e.getMessage()));
    }
  }

  private void ended(String name, OsProcess.End end) {
    OsProcess ended;
    synchronized (this) {
      ended = byName.get(name).ended(end);
      running.remove(name);
      keep(name, ended);
    }
    callers.dismiss(ended.ref().uid());
    int code =
        ended.observed().state() instanceof ProcessState.Stopped stopped
            ? stopped.exit().code()
            : end.status();
    listener.ended(ended.ref().uid(), code);
  }

  @Override
  public synchronized void delete(PodAction.Delete delete) {
    String name = delete.pod().name();
    OsProcess process = byName.get(name);
    if (process != null && process.ref().equals(delete.pod())) {
      keep(name, process.deleted(clock.instant(), delete.reason(), delete.kill()));
      RunningProcess target = running.get(name);
      if (target != null && delete.kill()) {
        target.kill();
      } else if (target != null) {
        target.terminate();
      }
    }
  }

  @Override
  public synchronized void stamp(PodRef pod, String reason, Instant killAt) {
    OsProcess process = byName.get(pod.name());
    if (process != null && process.ref().equals(pod)) {
      keep(pod.name(), process.stamped(reason));
    }
  }

  @Override
  public synchronized void release(PodAction.Release release) {
    OsProcess process = byName.get(release.pod().name());
    if (process != null && process.ref().equals(release.pod())) {
      keep(release.pod().name(), process.released());
    }
  }

  private void keep(String name, OsProcess process) {
    if (process.gone()) {
      byName.remove(name);
    } else {
      byName.put(name, process);
    }
  }

  /** All that a cluster would show, oldest first. */
  synchronized List<ObservedPod> observed() {
    return byName.values().stream().map(OsProcess::observed).toList();
  }

  /** How many run now. */
  synchronized int alive() {
    return running.size();
  }

  /** Asks all to end: SIGTERM, and SIGKILL when their grace is over. */
  synchronized void terminateAll(String reason) {
    byName.replaceAll(
        (name, process) ->
            running.containsKey(name) ? process.deleted(clock.instant(), reason, false) : process);
    running.values().forEach(RunningProcess::terminate);
  }

  /** SIGKILL to all, now. */
  synchronized void killAll() {
    running.values().forEach(RunningProcess::kill);
  }

  @Override
  public void close() {
    killAll();
  }
}
