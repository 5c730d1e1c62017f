package dev.workerpool.pool;

import dev.workerpool.api.ProcessSpec;
import dev.workerpool.api.WorkerPoolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which processes the spec asks for, given those that there are.
 *
 * @param keys of all processes that the pool is to have: the named ones and the numbers
 * @param surplus processes that are alive and have to go, the first to go first
 */
record Membership(Set<String> keys, List<PoolProcess> surplus) {

  static Membership of(WorkerPoolSpec spec, Census census) {
    Set<String> named =
        spec.processes().stream()
            .map(ProcessSpec::name)
            .map(Keys::slug)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var numbers = census.all().stream().filter(Membership::isReplica).toList();
    var goingNumbers = numbersToGo(numbers, spec.replicas());
    var keys = new LinkedHashSet<>(named);
    numbers.stream()
        .filter(p -> !goingNumbers.contains(p))
        .map(PoolProcess::key)
        .forEach(keys::add);
    fill(keys, spec.replicas() + named.size());
    var removed =
        census.all().stream()
            .filter(p -> !Keys.isNumber(p.key()) && p.alive() && !named.contains(p.key()));
    return new Membership(keys, Stream.concat(goingNumbers.stream(), removed).toList());
  }

  /** Numbered processes that belong to the pool: those that left it make room for others. */
  static boolean isReplica(PoolProcess process) {
    return Keys.isNumber(process.key())
        && !process.leaving()
        && (process.alive() || !process.ended().asked());
  }

  /** Those that don't run yet go first, then the highest numbers. One that has ended can't go. */
  private static List<PoolProcess> numbersToGo(List<PoolProcess> numbers, int replicas) {
    return numbers.stream()
        .filter(PoolProcess::alive)
        .sorted(
            Comparator.comparing(PoolProcess::running)
                .thenComparing(p -> -Integer.parseInt(p.key())))
        .limit(Math.max(0, numbers.size() - replicas))
        .toList();
  }

  /** Adds the lowest free numbers. */
  private static void fill(Set<String> keys, int size) {
    for (int n = 1; keys.size() < size; n++) {
      keys.add(Integer.toString(n));
    }
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
}
