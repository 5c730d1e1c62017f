package dev.workerpool.kube;

import dev.workerpool.kube.KnownWorkers.Worker;
import dev.workerpool.process.ProcessState;
import dev.workerpool.process.ProcessStates;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.Relay;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Who lives, from pods as they are seen and found; an end is told to the relay once. */
final class LiveWorkers {
  /** A pod found at the server and not seen in the watch for so long has come and gone unseen. */
  private static final Duration WATCH_LAG = Duration.ofSeconds(60);

  /** Silence proves nothing by itself; with an unreachable node it frees what the worker holds. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Relay relay;
  private final LongSupplier nanoTime;

  /** By pod UID: seen alive in the watch. */
  private final Map<String, Worker> seen = new ConcurrentHashMap<>();

  /** By pod UID: found alive at the server before the watch told. */
  private final Map<String, Found> found = new ConcurrentHashMap<>();

  /** UIDs of pods seen to have ended and not yet to be gone. */
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** By pod UID: when its node was seen not to answer for it, and when it was last heard of. */
  private final Map<String, Long> unreachableSince = new ConcurrentHashMap<>();

  private final Map<String, Long> heardAt = new ConcurrentHashMap<>();

  private record Found(Worker worker, long atNanos) {}

  LiveWorkers(Relay relay, LongSupplier nanoTime) {
    this.relay = relay;
    this.nanoTime = nanoTime;
  }

  /** The worker that has just called, if it lives. */
  Optional<Worker> heard(String podUid) {
    Worker worker = seen.get(podUid);
    if (worker == null) {
      Found other = found.get(podUid);
      worker = other == null ? null : other.worker();
    }
    if (worker != null) {
      heardAt.put(podUid, nanoTime.getAsLong());
    }
    return Optional.ofNullable(worker);
  }

  /** The worker of a pod just read from the server; empty when it has ended or is no worker. */
  Optional<Worker> found(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (ended.contains(uid) || exitCode(pod).isPresent()) {
      return Optional.empty();
    }
    Optional<Worker> worker = Worker.of(pod);
    worker.ifPresent(w -> found.put(uid, new Found(w, nanoTime.getAsLong())));
    return worker;
  }

  /** A pod as the watch shows it. */
  void seen(Pod pod) {
    String uid = pod.getMetadata().getUid();
    var state = ProcessStates.of(pod);
    if (state instanceof ProcessState.Stopped) {
      end(pod);
    } else if (!ended.contains(uid)) {
      Worker.of(pod).ifPresent(worker -> seen.put(uid, worker));
      if (onUnreachableNode(state)) {
        unreachableSince.putIfAbsent(uid, nanoTime.getAsLong());
      } else {
        unreachableSince.remove(uid);
      }
    }
    found.remove(uid);
  }

  /** A pod that is no longer there, as it was last. */
  void gone(Pod pod) {
    end(pod);
    ended.remove(pod.getMetadata().getUid());
  }

  /**
   * Tells the relay of each of these channels who lives.
   *
   * @param channelOf name of the channel that a worker uses
   */
  void tell(Collection<ChannelRef> channels, Function<Worker, String> channelOf) {
    long now = nanoTime.getAsLong();
    found.values().removeIf(f -> now - f.atNanos() > WATCH_LAG.toNanos());
    Map<ChannelRef, Set<String>> alive = new HashMap<>();
    channels.forEach(ref -> alive.put(ref, new HashSet<>()));
    seen.values().stream()
        .filter(worker -> !lost(worker.podUid(), now))
        .forEach(worker -> add(alive, worker, channelOf));
    found.values().forEach(f -> add(alive, f.worker(), channelOf));
    alive.forEach(relay::workersAlive);
  }

  private boolean lost(String podUid, long now) {
    Long since = unreachableSince.get(podUid);
    if (since == null) {
      return false;
    }
    long heard = heardAt.getOrDefault(podUid, since);
    return now - since > SILENCE.toNanos() && now - heard > SILENCE.toNanos();
  }

  private static boolean onUnreachableNode(ProcessState state) {
    return state instanceof ProcessState.Started s
        && s.reason().equals(ProcessState.Started.NODE_UNREACHABLE);
  }

  private static void add(
      Map<ChannelRef, Set<String>> alive, Worker worker, Function<Worker, String> channelOf) {
    Set<String> pods = alive.get(new ChannelRef(worker.namespace(), channelOf.apply(worker)));
    if (pods != null) {
      pods.add(worker.podUid());
    }
  }

  private void end(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (ended.add(uid)) {
      seen.remove(uid);
      found.remove(uid);
      unreachableSince.remove(uid);
      heardAt.remove(uid);
      relay.workerEnded(uid, exitCode(pod).orElse(null));
    }
  }

  private static Optional<Integer> exitCode(Pod pod) {
    return ProcessStates.of(pod) instanceof ProcessState.Stopped stopped
        ? Optional.of(stopped.exit().code())
        : Optional.empty();
  }
}
