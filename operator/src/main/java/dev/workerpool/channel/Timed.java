package dev.workerpool.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Keys and the time each was last marked, found by either. */
record Timed<K extends Comparable<K>>(PMap<K, Instant> at, TreePMap<Instant, TreePSet<K>> byTime) {

  static <K extends Comparable<K>> Timed<K> empty() {
    return new Timed<K>(HashTreePMap.empty(), TreePMap.<Instant, TreePSet<K>>empty());
  }

  boolean contains(K key) {
    return at.containsKey(key);
  }

  Timed<K> plus(K key, Instant time) {
    Timed<K> cleared = minus(key);
    TreePSet<K> there = cleared.byTime.get(time);
    TreePSet<K> more = (there == null ? TreePSet.<K>empty() : there).plus(key);
    return new Timed<>(cleared.at.plus(key, time), cleared.byTime.plus(time, more));
  }

  Timed<K> minus(K key) {
    Instant time = at.get(key);
    if (time == null) {
      return this;
    }
    TreePSet<K> rest = byTime.get(time).minus(key);
    return new Timed<>(
        at.minus(key), rest.isEmpty() ? byTime.minus(time) : byTime.plus(time, rest));
  }

  /** Keys marked at that time or earlier, oldest first. */
  List<K> until(Instant time) {
    List<K> keys = new ArrayList<>();
    if (!byTime.isEmpty() && !byTime.firstKey().isAfter(time)) {
      byTime.headMap(time, true).values().forEach(keys::addAll);
    }
    return keys;
  }
}
