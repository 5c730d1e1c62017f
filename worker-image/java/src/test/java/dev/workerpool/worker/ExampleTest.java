package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples' programs fit this SDK; what they do is seen where there is a relay. */
class ExampleTest {
  private static final Path EXAMPLES = Path.of("../../deploy/examples");
  private static final Path CONSUMERS = EXAMPLES.resolve("consumers");

  @TempDir Path classes;

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void program_compilesWithoutWarnings(Path program) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      StringWriter messages = new StringWriter();
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-cp", "target/classes", "-d", classes.toString());
      var sources = files.getJavaFileObjects(program);
      boolean good = compiler.getTask(messages, files, null, options, null, sources).call();
      assertThat(messages.toString()).isEmpty();
      assertThat(good).isTrue();
    }
  }

  @Test
  void thereAreAsManyPillsAsConsumers() throws Exception {
    String pool = Files.readString(CONSUMERS.resolve("pool.yaml"));
    String replicas = pool.replaceAll("(?s).*\\n {2}replicas: (\\d+).*", "$1");
    assertThat(pool).contains("args: [main, \"" + replicas + "\"]");
  }
}
