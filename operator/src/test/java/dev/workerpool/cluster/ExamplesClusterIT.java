package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.examples.Expectation;
import dev.workerpool.examples.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every example with an {@code expected.yaml} does on real pods what that says, in Python and in
 * Java. Those of a language run side by side in one namespace.
 */
@OnCluster
@ExtendWith(Installed.class)
class ExamplesClusterIT {
  /** Its deadline counts from the pool's start: it is to be met by the program, not by a queue. */
  private static final String WITH_DEADLINE = "terminate";

  private static TestNamespace namespace;

  @BeforeAll
  static void create() {
    namespace = new TestNamespace();
  }

  @AfterAll
  static void delete() {
    namespace.close();
  }

  @TestFactory
  Stream<DynamicTest> exampleWithADeadline_onPods_showsWhatItsFolderSays() {
    return tests(all().filter(ExamplesClusterIT::hasDeadline).toList());
  }

  @TestFactory
  Stream<DynamicTest> example_onPods_showsWhatItsFolderSays() {
    return tests(Expectation.examples().stream().filter(e -> !hasDeadline(e)).toList());
  }

  @TestFactory
  Stream<DynamicTest> exampleInJava_onPods_showsWhatItsFolderSays() {
    return tests(Expectation.inJava().stream().filter(e -> !hasDeadline(e)).toList());
  }

  private static Stream<Path> all() {
    return Stream.concat(Expectation.examples().stream(), Expectation.inJava().stream());
  }

  private static boolean hasDeadline(Path example) {
    return Expectation.ROOT.relativize(example).startsWith(WITH_DEADLINE);
  }

  private static Stream<DynamicTest> tests(List<Path> examples) {
    for (Path example : examples) {
      String folder = "deploy/examples/" + Expectation.ROOT.relativize(example);
      namespace.kubectl("apply", "-k", folder).ok();
    }
    return examples.stream()
        .map(example -> DynamicTest.dynamicTest(pool(example), () -> isMetOrNamed(example)));
  }

  /** Reports keep no names of dynamic tests: what failed says which example it was. */
  private static void isMetOrNamed(Path example) {
    try {
      isMet(example);
    } catch (AssertionError e) {
      throw new AssertionError("example " + pool(example) + ": " + e.getMessage(), e);
    }
  }

  private static void isMet(Path example) {
    Expectation expected = Expectation.of(example);
    String pool = pool(example);
    namespace.waitFor("wp/" + pool, "Finished", "4m");
    TestNamespace.eventually(
        () -> assertThat(namespace.get("wp/" + pool, "{.status.alive}")).isIn("", "0"));
    var status = Seen.Status.of(namespace.kubectl("get", "wp/" + pool, "-o", "json").ok());
    expected.isMetBy(new Seen(status, lines(pool)));
  }

  /** What each process printed, over all pods of it that are there to stay, oldest first. */
  private static Map<String, List<String>> lines(String pool) {
    var lines = new HashMap<String, List<String>>();
    String names =
        "{range .items[*]}{.metadata.name}{'\\t'}"
            + "{.metadata.annotations.workerpool\\.dev/process-name}{'\\t'}"
            + "{.metadata.deletionTimestamp}{'\\n'}{end}";
    String[] list = {
      "get",
      "pods",
      "-l",
      "workerpool.dev/pool=" + pool,
      "--sort-by=.metadata.creationTimestamp",
      "-o",
      "jsonpath=" + names.replace('\'', '"')
    };
    for (String row : namespace.kubectl(list).ok().lines().toList()) {
      String[] cells = row.split("\t", -1);
      if (cells[2].isEmpty()) { // whose log goes with it, at any moment
        String log = namespace.kubectl("logs", cells[0], "-c", "worker").ok();
        lines.computeIfAbsent(cells[1], p -> new ArrayList<>()).addAll(log.lines().toList());
      }
    }
    return lines;
  }

  /** The folder's path below the examples, with dashes. */
  private static String pool(Path example) {
    return Expectation.ROOT.relativize(example).toString().replace('/', '-');
  }
}
