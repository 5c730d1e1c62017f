package dev.workerpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must be seen of an example, from its {@code expected.yaml}. Times are left out: order is
 * what counts.
 *
 * @param condition Complete or Failed
 * @param reason of that condition; null for any
 * @param processes all of them, by name
 * @param once lines that are there exactly once, whoever prints them; regular expressions
 * @param ascending a regular expression whose group is a number that grows in each process's lines
 * @param restarts of all processes together; null for any
 */
public record Expectation(
    String condition,
    String reason,
    Map<String, Ending> processes,
    List<String> once,
    String ascending,
    Integer restarts) {

  /** Where the examples are. */
  public static final Path ROOT = Path.of("../deploy/examples");

  private static final int TERMINATED = -15;
  private static final String FILE = "expected.yaml";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * How a process ends.
   *
   * @param exitCode null for any
   * @param prints regular expressions for lines that it prints in this order, others between them
   * @param neverPrints for lines that it doesn't
   */
  public record Ending(Integer exitCode, List<String> prints, List<String> neverPrints) {
    public Ending {
      prints = prints == null ? List.of() : prints;
      neverPrints = neverPrints == null ? List.of() : neverPrints;
    }
  }

  public Expectation {
    once = once == null ? List.of() : once;
  }

  /** The examples that say what must be seen of them. */
  public static List<Path> examples() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(f -> Files.exists(f.resolve(FILE))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same programs in Java, each in a folder of its own below the example's. */
  public static List<Path> inJava() {
    return examples().stream()
        .map(example -> example.resolve("java"))
        .filter(folder -> Files.exists(folder.resolve(FILE)))
        .toList();
  }

  public static Expectation of(Path folder) {
    try {
      return YAML.readValue(folder.resolve(FILE).toFile(), Expectation.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asserts that this was seen. */
  public void isMetBy(Seen seen) {
    assertThat(seen.status().condition()).as("condition").isEqualTo(condition);
    if (reason != null) {
      assertThat(seen.status().reason(condition)).as("reason").isEqualTo(reason);
    }
    assertThat(seen.status().exitCodes().keySet()).as("all stopped").isEqualTo(processes.keySet());
    assertThat(seen.status().exitCodes()).as("exit codes").containsAllEntriesOf(exitCodes());
    processes.forEach(
        (name, ending) -> {
          // To terminate a process on a cluster is to delete its pod, and the log goes with it.
          if (seen.lines().containsKey(name) || seen.status().exitCodes().get(name) != TERMINATED) {
            linesAreMet(name, ending, seen.linesOf(name));
          }
        });
    List<String> all = processes.keySet().stream().flatMap(p -> seen.linesOf(p).stream()).toList();
    for (String regex : once) {
      assertThat(all).filteredOn(line -> line.matches(regex)).as(regex).hasSize(1);
    }
    if (restarts != null) {
      assertThat(seen.status().restarts()).as("restarts").isEqualTo(restarts);
    }
  }

  private Map<String, Integer> exitCodes() {
    return processes.entrySet().stream()
        .filter(e -> e.getValue().exitCode() != null)
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> e.getValue().exitCode()));
  }

  private void linesAreMet(String name, Ending ending, List<String> lines) {
    int next = 0;
    for (String line : lines) {
      if (next < ending.prints().size() && line.matches(ending.prints().get(next))) {
        next++;
      }
    }
    assertThat(next)
        .as("%s prints in this order %s; it printed %s", name, ending.prints(), lines)
        .isEqualTo(ending.prints().size());
    for (String regex : ending.neverPrints()) {
      assertThat(lines).as("lines of %s", name).noneMatch(line -> line.matches(regex));
    }
    if (ascending != null) {
      assertThat(numbers(lines)).as("numbers of %s", name).isSorted();
    }
  }

  private List<Integer> numbers(List<String> lines) {
    Pattern pattern = Pattern.compile(ascending);
    return lines.stream()
        .map(pattern::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(m -> Integer.valueOf(m.group(1)))
        .toList();
  }
}
