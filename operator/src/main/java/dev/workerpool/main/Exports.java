package dev.workerpool.main;

import java.util.Map;
import java.util.TreeMap;

/** An environment as a shell reads it. Pure. */
final class Exports {
  private Exports() {}

  /**
   * A line {@code export NAME='value'} for each variable that is new or another one, by name.
   *
   * @param present what the shell has
   */
  static String of(Map<String, String> present, Map<String, String> wanted) {
    var lines = new StringBuilder();
    new TreeMap<>(wanted)
        .forEach(
            (name, value) -> {
              if (!value.equals(present.get(name))) {
                lines.append("export ").append(name).append('=').append(quoted(value)).append('\n');
              }
            });
    return lines.toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
