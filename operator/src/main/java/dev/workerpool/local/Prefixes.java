package dev.workerpool.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands before a process's lines: its name, as wide as the others', in a colour of its own.
 */
final class Prefixes {
  private static final int WIDEST = 24;
  private static final List<Integer> COLOURS = List.of(36, 32, 33, 35, 34, 96, 92, 93, 95, 94);

  private final int width;
  private final boolean colourOut;
  private final boolean colourErr;
  private final Map<String, Integer> colours = new ConcurrentHashMap<>();

  Prefixes(List<String> names, boolean colourOut, boolean colourErr) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    this.width = Math.min(longest, WIDEST);
    this.colourOut = colourOut;
    this.colourErr = colourErr;
  }

  byte[] onOut(String name) {
    return prefix(name, colourOut);
  }

  byte[] onErr(String name) {
    return prefix(name, colourErr);
  }

  private byte[] prefix(String name, boolean colour) {
    String text = name + " ".repeat(Math.max(0, width - name.length())) + " | ";
    if (colour) {
      int index = colours.computeIfAbsent(name, added -> colours.size());
      text = "\033[" + COLOURS.get(index % COLOURS.size()) + "m" + text + "\033[0m";
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
