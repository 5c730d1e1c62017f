package dev.workerpool.pool;

import dev.workerpool.api.ProcessSpec;
import dev.workerpool.api.WorkerPoolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which processes the spec asks for, given those that there are.
 *
 * @param keys of all processes that the pool is to have: the named ones and the numbers
 * @param daemons those of them that the pool doesn't wait for
 * @param surplus processes that are alive and have to go
 */
record Membership(Set<String> keys, Set<String> daemons, List<PoolProcess> surplus) {

  static Membership of(
      WorkerPoolSpec spec, Census census, Set<String> idlePods, Restarts restarts) {
    Set<String> named =
        spec.processes().stream()
            .map(ProcessSpec::name)
            .map(Keys::slug)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var numbers = census.all().stream().filter(Membership::isReplica).toList();
    var going = numbersToGo(numbers, spec.replicas(), idlePods, restarts);
    var keys = new LinkedHashSet<>(named);
    numbers.stream().filter(p -> !going.contains(p)).map(PoolProcess::key).forEach(keys::add);
    var gone = going.stream().map(PoolProcess::key).collect(Collectors.toSet());
    fill(keys, gone, spec.replicas() + named.size());
    var removed =
        census.all().stream().filter(p -> !Keys.isNumber(p.key()) && !named.contains(p.key()));
    var surplus = Stream.concat(going.stream(), removed).filter(PoolProcess::alive).toList();
    return new Membership(keys, daemons(spec, keys), surplus);
  }

  /** Numbered processes that belong to the pool: those that left it make room for others. */
  private static boolean isReplica(PoolProcess process) {
    return Keys.isNumber(process.key())
        && !process.leaving()
        && (process.alive() || !process.ended().isFor(Ended.SCALED_DOWN));
  }

  /**
   * First those that wait to be started again, then those that don't run yet, then the idle, the
   * highest numbers first. One that has ended for good can't go.
   */
  private static Set<PoolProcess> numbersToGo(
      List<PoolProcess> numbers, int replicas, Set<String> idlePods, Restarts restarts) {
    if (numbers.size() <= replicas) {
      return Set.of();
    }
    return numbers.stream()
        .filter(p -> p.alive() || restarts.comes(p))
        .sorted(
            Comparator.comparingInt((PoolProcess p) -> reluctance(p, idlePods))
                .thenComparing(p -> -Integer.parseInt(p.key())))
        .limit(numbers.size() - replicas)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static int reluctance(PoolProcess process, Set<String> idlePods) {
    if (!process.alive()) {
      return 0;
    }
    if (!process.running()) {
      return 1;
    }
    return idlePods.contains(process.pod().ref().uid()) ? 2 : 3;
  }

  /** Adds the lowest free numbers. */
  private static void fill(Set<String> keys, Set<String> going, int size) {
    for (int n = 1; keys.size() < size; n++) {
      if (!going.contains(Integer.toString(n))) {
        keys.add(Integer.toString(n));
      }
    }
  }

  private static Set<String> daemons(WorkerPoolSpec spec, Set<String> keys) {
    var daemons = new HashSet<String>();
    spec.processes().stream()
        .filter(ProcessSpec::daemon)
        .map(p -> Keys.slug(p.name()))
        .forEach(daemons::add);
    if (spec.daemon()) {
      keys.stream().filter(Keys::isNumber).forEach(daemons::add);
    }
    return daemons;
  }

  /** The members that there are, in the census. */
  List<PoolProcess> known(Census census) {
    var known = new ArrayList<PoolProcess>();
    for (String key : keys) {
      var process = census.get(key);
      if (process != null) {
        known.add(process);
      }
    }
    return known;
  }

  /** The members that there are and that are daemons, or that are none. */
  List<PoolProcess> known(Census census, boolean daemon) {
    return known(census).stream().filter(p -> daemons.contains(p.key()) == daemon).toList();
  }
}
