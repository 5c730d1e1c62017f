package dev.workerpool.worker.cli;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line: words, and options in any place. After {@code --} all are words.
 *
 * @param options by name; a flag's value is empty
 */
record Arguments(List<String> words, Map<String, String> options) {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--timeout",
          "--max-size",
          "--order",
          "--max-deliveries",
          "--priority",
          "--delay",
          "--results",
          "--pill",
          "--retry-after",
          "--grace");
  private static final Set<String> FLAGS =
      Set.of("--json", "--lines", "--explicit", "--immediate", "--make", "--help");

  static Arguments parse(List<String> line) throws UsageException {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (word.equals("--")) {
        words.addAll(line.subList(i + 1, line.size()));
        break;
      }
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (FLAGS.contains(word) || word.equals("-h")) {
        options.put(word.equals("-h") ? "--help" : word, "");
      } else if (WITH_VALUE.contains(name)) {
        if (equals < 0 && i + 1 == line.size()) {
          throw new UsageException(name + " needs a value");
        }
        options.put(name, equals > 0 ? word.substring(equals + 1) : line.get(++i));
      } else if (word.startsWith("--")) {
        throw new UsageException("unknown option " + word);
      } else {
        words.add(word);
      }
    }
    return new Arguments(words, options);
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  /** The word at that place, which the usage calls {@code meaning}. */
  String word(int index, String meaning) throws UsageException {
    if (index >= words.size()) {
      throw new UsageException(meaning + " is missing");
    }
    return words.get(index);
  }

  void noMoreThan(int count) throws UsageException {
    if (words.size() > count) {
      throw new UsageException("unexpected word " + words.get(count));
    }
  }

  void only(Set<String> allowed) throws UsageException {
    for (String option : options.keySet()) {
      if (!allowed.contains(option)) {
        throw new UsageException(option + " has no meaning for " + words.get(0));
      }
    }
  }

  /** {@code --timeout} in seconds; null where there is none. */
  Duration timeout() throws UsageException {
    return seconds("--timeout");
  }

  /** An option's seconds; null where there is none. */
  Duration seconds(String option) throws UsageException {
    String seconds = options.get(option);
    if (seconds == null) {
      return null;
    }
    if (!seconds.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      throw new UsageException(option + " takes seconds, such as 2 or 0.5, not " + seconds);
    }
    return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
  }

  /** An option's whole number; null where there is none. */
  Integer number(String option) throws UsageException {
    String number = options.get(option);
    if (number == null) {
      return null;
    }
    if (!number.matches(option.equals("--priority") ? "-?[0-9]{1,9}" : "[0-9]{1,9}")) {
      throw new UsageException(option + " takes a whole number, not " + number);
    }
    return Integer.valueOf(number);
  }

  /** What is to be made by {@code make}. */
  Request.MakeQueue queue() throws UsageException {
    Integer maxSize = number("--max-size");
    String order = options.get("--order");
    if (order != null && !Set.of("FIFO", "LIFO", "Priority").contains(order)) {
      throw new UsageException("--order is FIFO, LIFO or Priority, not " + order);
    }
    return new Request.MakeQueue(
        maxSize == null || maxSize == 0 ? null : maxSize, order, number("--max-deliveries"), null);
  }

  /** The words from that place on, which the usage calls {@code meaning}; at least one. */
  List<String> wordsFrom(int index, String meaning) throws UsageException {
    word(index, meaning);
    return words.subList(index, words.size());
  }
}
