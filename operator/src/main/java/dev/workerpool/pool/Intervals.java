package dev.workerpool.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets of keys as short text and back: {@code "1-93,95,main"}. */
public final class Intervals {

  private static final int MOST_KEYS = 200_000;

  private Intervals() {}

  /** The keys in their order, runs of numbers as first-last; empty for none. */
  public static String format(Collection<String> keys) {
    var parts = new ArrayList<String>();
    int from = 0;
    int to = -1;
    for (String key : sorted(keys)) {
      boolean number = Keys.isNumber(key);
      int n = number ? Integer.parseInt(key) : 0;
      if (number && to >= 0 && n == to + 1) {
        to = n;
        continue;
      }
      flush(parts, from, to);
      from = n;
      to = number ? n : -1;
      if (!number) {
        parts.add(key);
      }
    }
    flush(parts, from, to);
    return String.join(",", parts);
  }

  private static List<String> sorted(Collection<String> keys) {
    return keys.stream().distinct().sorted(Keys.ORDER).toList();
  }

  private static void flush(List<String> parts, int from, int to) {
    if (to >= 0) {
      parts.add(from == to ? Integer.toString(from) : from + "-" + to);
    }
  }

  /**
   * The keys in such a text; null and empty are none. Of a text that we can't have written, with
   * more keys than any pool has, the first ones.
   */
  public static Set<String> parse(String text) {
    var keys = new LinkedHashSet<String>();
    int left = MOST_KEYS;
    if (text == null || text.isEmpty()) {
      return keys;
    }
    for (String part : text.split(",")) {
      int dash = part.indexOf('-');
      if (dash > 0
          && Keys.isNumber(part.substring(0, dash))
          && Keys.isNumber(part.substring(dash + 1))) {
        int last = Integer.parseInt(part.substring(dash + 1));
        for (int n = Integer.parseInt(part.substring(0, dash)); n <= last && left > 0; n++) {
          keys.add(Integer.toString(n));
          left--;
        }
      } else {
        keys.add(part);
      }
    }
    return keys;
  }

  /** The first few of the keys, for a message. */
  static String some(Collection<String> keys, int max) {
    Iterator<String> all = sorted(keys).iterator();
    var first = new ArrayList<String>();
    while (all.hasNext() && first.size() < max) {
      first.add(all.next());
    }
    String text = format(first);
    return all.hasNext() ? text + " and " + (keys.size() - max) + " more" : text;
  }
}
