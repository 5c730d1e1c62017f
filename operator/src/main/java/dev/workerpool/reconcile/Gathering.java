package dev.workerpool.reconcile;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.pool.ChannelViews;
import dev.workerpool.pool.Intervals;
import dev.workerpool.pool.Observed;
import dev.workerpool.pool.ObservedPod;
import dev.workerpool.pool.ObservedPods;
import dev.workerpool.pool.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts together what is known of a pool: caches, ledger, the relay's word. */
final class Gathering {
  private final KubernetesClient reader;
  private final PodSource pods;
  private final ChannelViews channels;

  Gathering(KubernetesClient reader, PodSource pods, ChannelViews channels) {
    this.reader = reader;
    this.pods = pods;
    this.channels = channels;
  }

  Observed observe(WorkerPool pool, Ledger ledger, Instant now) {
    String uid = pool.getMetadata().getUid();
    var seen = observed(pods.of(uid));
    var names = seen.stream().map(p -> p.ref().name()).collect(Collectors.toSet());
    var creating = ledger.creating(names, now);
    if (somebodyIsMissing(pool, seen)) {
      seen = withThoseOfTheServer(pool, seen, names);
    }
    var stamped = ledger.stamped(seen, now);
    return new Observed(
        pool,
        stamped,
        creating,
        channels.of(uid),
        ledger.problem(),
        ledger.figuresAt(),
        ledger.dropped(),
        now);
  }

  private static List<ObservedPod> observed(Collection<Pod> pods) {
    return pods.stream().map(KnownPod::observed).flatMap(Optional::stream).toList();
  }

  /** A process that was alive and has no pod: lost, or the cache began behind the times. */
  private static boolean somebodyIsMissing(WorkerPool pool, List<ObservedPod> seen) {
    if (pool.getStatus() == null || pool.getStatus().started() == null) {
      return false;
    }
    var keys = seen.stream().map(ObservedPod::key).collect(Collectors.toSet());
    return !keys.containsAll(Intervals.parse(pool.getStatus().started()));
  }

  private List<ObservedPod> withThoseOfTheServer(
      WorkerPool pool, List<ObservedPod> seen, Set<String> names) {
    var all = new ArrayList<>(seen);
    observed(list(pool)).stream().filter(p -> !names.contains(p.ref().name())).forEach(all::add);
    return all;
  }

  /** Whether that very pod is there and its process alive, as the server has it now. */
  boolean isAlive(PodRef pod) {
    var there = reader.pods().inNamespace(pod.namespace()).withName(pod.name()).get();
    return there != null
        && there.getMetadata().getUid().equals(pod.uid())
        && ObservedPods.of(there).map(ObservedPod::alive).orElse(false);
  }

  /** The pool's pods as the server has them now. */
  List<Pod> list(WorkerPool pool) {
    return reader
        .pods()
        .inNamespace(pool.getMetadata().getNamespace())
        .withLabel(Labels.POOL_UID, pool.getMetadata().getUid())
        .list()
        .getItems();
  }
}
