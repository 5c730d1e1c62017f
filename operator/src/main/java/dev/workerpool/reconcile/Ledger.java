package dev.workerpool.reconcile;

import dev.workerpool.api.BackoffGroup;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.Ended;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.pool.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was done for one pool and may not show in the caches yet. Losing it costs repeated calls
 * that change nothing, and where the server drops waits, a part of those. Used by one reconcile at
 * a time.
 */
final class Ledger {
  /** Caches lag by milliseconds; after so long something else is wrong, and it is tried again. */
  static final Duration EXPECTED_WITHIN = Duration.ofSeconds(30);

  private record Stamp(String reason, Instant killAt, Instant until) {}

  private final Map<String, Instant> creating = new HashMap<>();
  private final Map<String, Instant> done = new HashMap<>();
  private final Map<String, Stamp> stamps = new HashMap<>();
  private WorkerPool written;
  private Problem problem;
  private Instant figuresAt;
  private List<BackoffGroup> dropped = List.of();
  private long templateGeneration = -1;
  private int failures;

  /** The newer one of what the cache has and what was written here last. */
  WorkerPool newest(WorkerPool cached) {
    if (written == null) {
      return cached;
    }
    boolean newer = version(written) > version(cached);
    written = newer ? written : null;
    return newer ? written : cached;
  }

  private static long version(WorkerPool pool) {
    String version = pool.getMetadata().getResourceVersion();
    return version == null || !version.matches("[0-9]{1,18}") ? 0 : Long.parseLong(version);
  }

  void wrote(WorkerPool pool) {
    written = pool;
  }

  /** Names of pods that were created and are not among those seen. */
  Set<String> creating(Set<String> seen, Instant now) {
    creating.keySet().removeAll(seen);
    creating.values().removeIf(until -> until.isBefore(now));
    return new HashSet<>(creating.keySet());
  }

  void created(Collection<String> names, Instant now) {
    names.forEach(name -> creating.put(name, now.plus(EXPECTED_WITHIN)));
  }

  /** Those that were not asked for already a moment ago. */
  <A extends PodAction> List<A> fresh(List<A> actions, Instant now) {
    done.values().removeIf(until -> until.isBefore(now));
    return actions.stream().filter(a -> !done.containsKey(key(a))).toList();
  }

  void did(Collection<? extends PodAction> actions, Instant now) {
    for (var action : actions) {
      done.put(key(action), now.plus(EXPECTED_WITHIN));
      stamp(action, now.plus(EXPECTED_WITHIN));
    }
  }

  private void stamp(PodAction action, Instant until) {
    if (action instanceof PodAction.Delete d && d.reason() != null) {
      stamps.put(d.pod().uid(), new Stamp(d.reason(), null, until));
    } else if (action instanceof PodAction.Retire r) {
      stamps.put(r.pod().uid(), new Stamp(Ended.SCALED_DOWN, null, until));
    } else if (action instanceof PodAction.Kill k) {
      stamps.put(k.pod().uid(), new Stamp(Ended.KILLED, k.deleteAt(), until));
    }
  }

  /**
   * The pods with the reasons that they were stamped with, where the cache doesn't show them yet:
   * or others would be chosen to go as well.
   */
  List<ObservedPod> stamped(List<ObservedPod> pods, Instant now) {
    stamps.values().removeIf(stamp -> stamp.until().isBefore(now));
    if (stamps.isEmpty()) {
      return pods;
    }
    return pods.stream().map(this::stamped).toList();
  }

  private ObservedPod stamped(ObservedPod pod) {
    var stamp = stamps.get(pod.ref().uid());
    boolean newer =
        stamp != null && (pod.stopReason() == null || stamp.reason().equals(Ended.KILLED));
    return newer ? pod.stopping(stamp.reason(), stamp.killAt()) : pod;
  }

  private static String key(PodAction action) {
    if (action instanceof PodAction.Delete delete) {
      return (delete.kill() ? "kill now " : "delete ") + uid(delete.pod());
    }
    if (action instanceof PodAction.Retire retire) {
      return "retire " + uid(retire.pod());
    }
    if (action instanceof PodAction.Kill kill) {
      return "kill " + uid(kill.pod());
    }
    if (action instanceof PodAction.Release release) {
      return "release " + uid(release.pod());
    }
    throw new IllegalArgumentException("not about a pod that exists: " + action);
  }

  private static String uid(PodRef pod) {
    return pod.uid();
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /** Notes what came of creating pods: a refusal, or none. */
  void refused(CreateOutcome refusal, Instant now) {
    String reason;
    String message;
    if (refusal instanceof CreateOutcome.Refused refused) {
      reason = refused.reason();
      message = refused.message();
    } else if (refusal instanceof CreateOutcome.NameTaken taken) {
      reason = "NameTaken";
      message = taken.message();
    } else if (refusal instanceof CreateOutcome.Unsure unsure) {
      reason = "ServerNotAnswering";
      message = unsure.message();
    } else {
      reason = "NamespaceTerminating";
      message = "The namespace is being deleted.";
    }
    int times = problem != null && problem.reason().equals(reason) ? problem.times() + 1 : 1;
    problem = new Problem(reason, message, now, times);
  }

  void notRefused() {
    problem = null;
  }

  /** Whether the server has been asked about the template of that generation. */
  boolean templateChecked(long generation) {
    return templateGeneration == generation;
  }

  void checkedTemplate(long generation) {
    templateGeneration = generation;
  }

  Instant figuresAt() {
    return figuresAt;
  }

  void wroteFigures(Instant now) {
    figuresAt = now;
  }

  /** The waits that were written last, where the server did not keep them. */
  List<BackoffGroup> dropped() {
    return dropped;
  }

  /** Notes which waits were written, and which the server has. True: it has dropped them. */
  boolean wroteWaits(List<BackoffGroup> waits, List<BackoffGroup> kept) {
    dropped = kept.isEmpty() ? waits : List.of();
    return !dropped.isEmpty();
  }

  /** How many reconciles failed in a row, this one included. */
  int failed() {
    return ++failures;
  }

  void succeeded() {
    failures = 0;
  }
}
