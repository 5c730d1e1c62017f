package dev.workerpool.pool;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers by key as short text and back: {@code "17=2,95=1"}; zeros are left out. */
public final class Tally {

  private Tally() {}

  public static String format(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.comparingByKey(Keys.ORDER))
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /** The numbers in such a text; null and empty are none, what is no number is left out. */
  public static Map<String, Integer> parse(String text) {
    var counts = new TreeMap<String, Integer>(Keys.ORDER);
    if (text != null && !text.isEmpty()) {
      for (String part : text.split(",")) {
        int equals = part.lastIndexOf('=');
        if (equals > 0 && Keys.isNumber(part.substring(equals + 1))) {
          counts.put(part.substring(0, equals), Integer.parseInt(part.substring(equals + 1)));
        }
      }
    }
    return counts;
  }
}
