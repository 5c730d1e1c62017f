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
 * Every example with an {@code expected.yaml} does on real pods what that says. They run side by
 * side in one namespace.
 */
@OnCluster
@ExtendWith(Installed.class)
class ExamplesClusterIT {
  private static final List<Path> EXAMPLES = Expectation.examples();
  private static TestNamespace namespace;

  @BeforeAll
  static void apply() {
    namespace = new TestNamespace();
    for (Path example : EXAMPLES) {
      namespace.kubectl("apply", "-k", "deploy/examples/" + name(example)).ok();
    }
  }

  @AfterAll
  static void delete() {
    namespace.close();
  }

  @TestFactory
  Stream<DynamicTest> example_onPods_showsWhatItsFolderSays() {
    return EXAMPLES.stream()
        .map(example -> DynamicTest.dynamicTest(name(example), () -> isMetOrNamed(example)));
  }

  /** Reports keep no names of dynamic tests: what failed says which example it was. */
  private static void isMetOrNamed(Path example) {
    try {
      isMet(example);
    } catch (AssertionError e) {
      throw new AssertionError("example " + name(example) + ": " + e.getMessage(), e);
    }
  }

  private static void isMet(Path example) {
    Expectation expected = Expectation.of(example);
    String pool = name(example);
    namespace.waitFor("wp/" + pool, "Finished", "3m");
    TestNamespace.eventually(
        () -> assertThat(namespace.get("wp/" + pool, "{.status.alive}")).isIn("", "0"));
    var status = Seen.Status.of(namespace.kubectl("get", "wp/" + pool, "-o", "json").ok());
    expected.isMetBy(new Seen(status, lines(pool)));
  }

  /** What each process printed, over all pods of it that are there, oldest first. */
  private static Map<String, List<String>> lines(String pool) {
    var lines = new HashMap<String, List<String>>();
    String names =
        "{range .items[*]}{.metadata.name}{'\\t'}"
            + "{.metadata.annotations.workerpool\\.dev/process-name}{'\\n'}{end}";
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
      String[] cells = row.split("\t");
      List<String> own = namespace.kubectl("logs", cells[0], "-c", "worker").ok().lines().toList();
      lines.computeIfAbsent(cells[1], p -> new ArrayList<>()).addAll(own);
    }
    return lines;
  }

  private static String name(Path example) {
    return example.getFileName().toString();
  }
}
