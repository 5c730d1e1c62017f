package dev.workerpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the README shows is what is there: its samples are the example's own lines, its links lead
 * somewhere.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = ROOT.resolve("deploy/examples/consumers");

  @Test
  void yamlSample_isTheExamplesPool() throws IOException {
    assertThat(sample("yaml")).isNotEmpty().isSubsetOf(lines(EXAMPLE.resolve("pool.yaml")));
  }

  @Test
  void javaSample_isTheExamplesConsumer() throws IOException {
    assertThat(sample("java")).isNotEmpty().isSubsetOf(lines(EXAMPLE.resolve("Consumers.java")));
  }

  @Test
  void links_leadToFiles() throws IOException {
    var links =
        Pattern.compile("]\\(([^):#]+)\\)")
            .matcher(readme())
            .results()
            .map(m -> ROOT.resolve(m.group(1)))
            .toList();
    assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(link).exists());
  }

  @Test
  void pathsInCommands_exist() throws IOException {
    var paths =
        Pattern.compile("\\b(?:deploy|crds|\\.ci)/[\\w./-]*\\w")
            .matcher(readme())
            .results()
            .map(m -> ROOT.resolve(m.group()))
            .toList();
    assertThat(paths).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
  }

  private static List<String> sample(String language) throws IOException {
    var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(block.find()).as("a sample in %s", language).isTrue();
    return stripped(block.group(1).lines());
  }

  private static List<String> lines(Path file) throws IOException {
    return stripped(Files.readString(file).lines());
  }

  private static List<String> stripped(Stream<String> lines) {
    return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
