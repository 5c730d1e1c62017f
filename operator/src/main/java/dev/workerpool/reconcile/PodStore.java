package dev.workerpool.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pods of one informer, which writes here and nobody else; an informer takes all that is in its
 * store for its own. Read from anywhere.
 */
final class PodStore implements ItemStore<Pod> {

  /** Pods by something that several have in common. */
  private static final class Index {
    private final Function<Pod, String> group;
    private final Map<String, Map<String, Pod>> groups = new ConcurrentHashMap<>();

    Index(Function<Pod, String> group) {
      this.group = group;
    }

    void replace(String key, Pod before, Pod now) {
      if (before != null && (now == null || !group.apply(before).equals(group.apply(now)))) {
        groups.computeIfPresent(
            group.apply(before),
            (name, members) -> {
              members.remove(key);
              return members.isEmpty() ? null : members;
            });
      }
      if (now != null) {
        groups.computeIfAbsent(group.apply(now), name -> new ConcurrentHashMap<>()).put(key, now);
      }
    }

    Collection<Pod> of(String name) {
      return groups.getOrDefault(name, Map.of()).values();
    }
  }

  private final Map<String, Pod> all = new ConcurrentHashMap<>();
  private final Index byPoolUid = new Index(PodSource::poolUid);
  private final Index byPoolName = new Index(PodSource::namespaceAndPool);

  Collection<Pod> ofPool(String poolUid) {
    return byPoolUid.of(poolUid);
  }

  Collection<Pod> ofName(String namespaceAndPool) {
    return byPoolName.of(namespaceAndPool);
  }

  @Override
  public String getKey(Pod pod) {
    return Cache.metaNamespaceKeyFunc(pod);
  }

  @Override
  public Pod put(String key, Pod pod) {
    var known = KnownPod.of(pod);
    var before = all.put(key, known);
    byPoolUid.replace(key, before, known);
    byPoolName.replace(key, before, known);
    return before;
  }

  @Override
  public Pod remove(String key) {
    var before = all.remove(key);
    byPoolUid.replace(key, before, null);
    byPoolName.replace(key, before, null);
    return before;
  }

  @Override
  public Stream<String> keySet() {
    return all.keySet().stream();
  }

  @Override
  public Stream<Pod> values() {
    return all.values().stream();
  }

  @Override
  public Pod get(String key) {
    return all.get(key);
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
