package dev.workerpool.pool;

import dev.workerpool.process.Exit;
import dev.workerpool.process.ProcessState.Stopped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * History and pods put together: every process that ever was, in its last attempt. The first end
 * that was recorded of an attempt stays, whatever its pod says later.
 */
final class Census {
  private final Map<String, PoolProcess> processes = new LinkedHashMap<>();

  static Census of(Observed observed, History history) {
    var census = new Census();
    var last = lastPods(observed.pods());
    var keys = new HashSet<>(history.ended().keySet());
    keys.addAll(history.started());
    keys.addAll(last.keySet());
    for (String key : keys.stream().sorted(Keys.ORDER).toList()) {
      census.processes.put(key, process(observed, history, key, last.get(key)));
    }
    return census;
  }

  private static Map<String, ObservedPod> lastPods(Collection<ObservedPod> pods) {
    Map<String, ObservedPod> last = new HashMap<>();
    for (var pod : pods) {
      last.merge(pod.key(), pod, (a, b) -> a.attempt() >= b.attempt() ? a : b);
    }
    return last;
  }

  private static PoolProcess process(
      Observed observed, History history, String key, ObservedPod pod) {
    int known = history.attempt(key);
    int uncharged = history.uncharged().getOrDefault(key, 0);
    if (pod != null && (pod.attempt() > known || !history.knows(key))) {
      return seen(observed, key, pod, uncharged);
    }
    var own = pod != null && pod.attempt() == known ? pod : null;
    if (history.ended().containsKey(key)) {
      var ended = history.ended().get(key);
      return new PoolProcess(key, known, own, ended, true, uncharged, history.due().get(key));
    }
    if (own != null) {
      return seen(observed, key, own, uncharged);
    }
    boolean expected = observed.creating().contains(WorkerPods.name(observed.pool(), key, known));
    var vanished = expected ? null : Ended.of(Exit.lost("PodVanished", false));
    return new PoolProcess(key, known, null, vanished, false, uncharged, null);
  }

  private static PoolProcess seen(Observed observed, String key, ObservedPod pod, int uncharged) {
    var ended = ended(observed, pod);
    int now = uncharged + (ended != null && PoolProcess.isUncharged(ended) ? 1 : 0);
    return new PoolProcess(key, pod.attempt(), pod, ended, false, now, null);
  }

  /** How it ended, as its pod says or as the spec wants a silent node to be understood; or null. */
  private static Ended ended(Observed observed, ObservedPod pod) {
    if (pod.state() instanceof Stopped stopped) {
      return Ended.of(stopped.exit());
    }
    var lost = new Lateness(observed.pool().getSpec()).lostDue(pod);
    return Lateness.isPast(lost, observed.now())
        ? Ended.of(Exit.lost(Ended.NODE_UNREACHABLE, true))
        : null;
  }

  PoolProcess get(String key) {
    return processes.get(key);
  }

  Collection<PoolProcess> all() {
    return processes.values();
  }

  long alive() {
    return all().stream().filter(PoolProcess::alive).count();
  }
}
