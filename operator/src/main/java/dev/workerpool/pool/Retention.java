package dev.workerpool.pool;

import dev.workerpool.process.ProcessState.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pods stay: a process's last one and its last failed one, for {@code kubectl logs}. Others
 * go once their end is recorded and our finalizer is off.
 */
final class Retention {

  private Retention() {}

  /** Pods that nobody needs any more. */
  static List<PodAction.Delete> superseded(List<ObservedPod> pods, Census census) {
    Map<String, Integer> lastFailed = new HashMap<>();
    for (var pod : pods) {
      if (failed(pod)) {
        lastFailed.merge(pod.key(), pod.attempt(), Math::max);
      }
    }
    return pods.stream()
        .filter(p -> !p.alive() && !p.held() && !p.deleting())
        .filter(p -> p.attempt() < census.get(p.key()).attempt())
        .filter(p -> p.attempt() != lastFailed.getOrDefault(p.key(), -1))
        .map(p -> new PodAction.Delete(p.ref(), null))
        .toList();
  }

  /** Pods whose end is in the status once it is written, or of no interest any more. */
  static List<PodAction.Release> recorded(List<ObservedPod> pods) {
    return pods.stream()
        .filter(p -> p.held() && p.state() instanceof Stopped)
        .map(p -> new PodAction.Release(p.ref()))
        .toList();
  }

  /** All pods: their pool is going. */
  static List<PodAction.Release> all(List<ObservedPod> pods) {
    return pods.stream()
        .filter(ObservedPod::held)
        .map(p -> new PodAction.Release(p.ref()))
        .toList();
  }

  private static boolean failed(ObservedPod pod) {
    return pod.state() instanceof Stopped s && s.exit().code() != 0;
  }
}
