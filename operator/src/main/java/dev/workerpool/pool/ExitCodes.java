package dev.workerpool.pool;

import dev.workerpool.api.ExitCodeGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Ends grouped for the status: this is where exit codes are durable. */
final class ExitCodes {
  private static final int MOST_IN_SUMMARY = 6;

  /** Success, then returned codes from 1, then signals from 1. */
  private static final Comparator<Integer> CODES =
      Comparator.<Integer>comparingInt(c -> c < 0 ? 1 : 0).thenComparingInt(Math::abs);

  private static final Comparator<Ended> ORDER =
      Comparator.comparing(Ended::code, CODES)
          .thenComparing(Ended::source)
          .thenComparing(Ended::reason);

  private ExitCodes() {}

  /** One group for each way in which processes ended. */
  static List<ExitCodeGroup> groups(Collection<PoolProcess> processes) {
    Map<Ended, List<String>> byEnd = new HashMap<>();
    for (var process : processes) {
      if (!process.alive()) {
        byEnd.computeIfAbsent(process.ended(), e -> new ArrayList<>()).add(process.key());
      }
    }
    return byEnd.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .map(e -> group(e.getKey(), e.getValue()))
        .toList();
  }

  private static ExitCodeGroup group(Ended end, List<String> keys) {
    return new ExitCodeGroup(
        end.code(), keys.size(), Intervals.format(keys), end.source().word(), end.reason());
  }

  /** {@code 0×2 -15×1}; empty while none has ended. */
  static String summary(List<ExitCodeGroup> groups) {
    var counts = new TreeMap<Integer, Integer>(CODES);
    groups.forEach(g -> counts.merge(g.exitCode(), g.count(), Integer::sum));
    String summary =
        counts.entrySet().stream()
            .limit(MOST_IN_SUMMARY)
            .map(e -> e.getKey() + "×" + e.getValue())
            .collect(Collectors.joining(" "));
    return counts.size() > MOST_IN_SUMMARY ? summary + " …" : summary;
  }
}
