package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's program fits this SDK; what it does is seen where there is a relay. */
class ExampleTest {
  private static final Path CONSUMERS = Path.of("../../deploy/examples/consumers");

  @TempDir Path classes;

  @Test
  void consumers_compileWithoutWarnings() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      StringWriter messages = new StringWriter();
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-cp", "target/classes", "-d", classes.toString());
      var sources = files.getJavaFileObjects(CONSUMERS.resolve("Consumers.java"));
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
