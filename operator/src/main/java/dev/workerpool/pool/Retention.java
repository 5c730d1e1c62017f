package dev.workerpool.pool;

import dev.workerpool.process.ProcessState.Started;
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

  /**
   * Pods that are alive although the end of their attempt is recorded, or a later one has begun:
   * those given up with their node. Not those that leave, which may have something to finish.
   */
  static List<PodAction.Delete> zombies(List<ObservedPod> pods, Census census) {
    return pods.stream()
        .filter(p -> isZombie(p, census) && !p.deleting() && !leavesBesideSuccessor(p, census))
        .map(p -> new PodAction.Delete(p.ref(), null))
        .toList();
  }

  /** Whether its number was taken again, by a later attempt, while it is still leaving. */
  static boolean leavesBesideSuccessor(ObservedPod pod, Census census) {
    return pod.leaving() && pod.attempt() < census.get(pod.key()).attempt();
  }

  private static boolean isZombie(ObservedPod pod, Census census) {
    var process = census.get(pod.key());
    return pod.alive()
        && (pod.attempt() < process.attempt()
            || (pod.attempt() == process.attempt() && process.recorded()));
  }

  /** Whether its end was recorded though its node never told it: nothing more will be. */
  private static boolean isGivenUp(ObservedPod pod, Census census) {
    boolean silent =
        pod.state() instanceof Started s && s.reason().equals(Started.NODE_UNREACHABLE);
    boolean last = pod.attempt() == census.get(pod.key()).attempt();
    return pod.deleting() && isZombie(pod, census) && (last || silent);
  }

  /** Pods whose end is in the status once it is written, or of no interest any more. */
  static List<PodAction.Release> recorded(List<ObservedPod> pods, Census census) {
    return pods.stream()
        .filter(ObservedPod::held)
        .filter(p -> p.state() instanceof Stopped || isGivenUp(p, census))
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
