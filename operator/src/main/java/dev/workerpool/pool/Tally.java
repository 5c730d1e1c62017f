package dev.workerpool.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers by key as short text and back: {@code "17=2,20-95=1,main=1"}; zeros are left out. A pool
 * that was suspended has another attempt of each of 10,000 processes.
 */
public final class Tally {

  private Tally() {}

  public static String format(Map<String, Integer> counts) {
    var parts = new ArrayList<String>();
    var run = new ArrayList<String>();
    int count = 0;
    for (var entry : ordered(counts).entrySet()) {
      boolean same = !run.isEmpty() && entry.getValue() == count;
      if (!same || !follows(run.get(run.size() - 1), entry.getKey())) {
        flush(run, count, parts);
      }
      run.add(entry.getKey());
      count = entry.getValue();
    }
    flush(run, count, parts);
    return String.join(",", parts);
  }

  private static SortedMap<String, Integer> ordered(Map<String, Integer> counts) {
    var ordered = new TreeMap<String, Integer>(Keys.ORDER);
    ordered.putAll(counts);
    ordered.values().removeIf(count -> count <= 0);
    return ordered;
  }

  private static boolean follows(String key, String next) {
    return Keys.isNumber(key)
        && Keys.isNumber(next)
        && Integer.parseInt(next) == Integer.parseInt(key) + 1;
  }

  private static void flush(List<String> run, int count, List<String> parts) {
    if (!run.isEmpty()) {
      parts.add(Intervals.format(run) + "=" + count);
      run.clear();
    }
  }

  /** The numbers in such a text; null and empty are none, what is no number is left out. */
  public static Map<String, Integer> parse(String text) {
    var counts = new TreeMap<String, Integer>(Keys.ORDER);
    if (text != null && !text.isEmpty()) {
      for (String part : text.split(",")) {
        int equals = part.lastIndexOf('=');
        if (equals > 0 && Keys.isNumber(part.substring(equals + 1))) {
          int count = Integer.parseInt(part.substring(equals + 1));
          Intervals.parse(part.substring(0, equals)).forEach(key -> counts.put(key, count));
        }
      }
    }
    return counts;
  }
}
