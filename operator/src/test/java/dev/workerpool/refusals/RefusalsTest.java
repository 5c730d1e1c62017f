package dev.workerpool.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of refusals is whole, and docs/refusals.md shows it. */
class RefusalsTest {
  private static final Path PAGE = Path.of("..", "docs", "refusals.md");

  @Test
  void everyBoundOfTheDefinition_hasARow() throws IOException {
    assertThat(Refusal.covered()).containsAll(Bounds.all());
  }

  @Test
  void everyRow_isAboutABoundThatThereIs() throws IOException {
    assertThat(Bounds.all()).containsAll(Refusal.covered().toList());
  }

  static Stream<String> headings() {
    return Refusal.all().stream().map(Refusal::heading).distinct();
  }

  @ParameterizedTest
  @MethodSource("headings")
  void page_showsTheTable(String heading) throws IOException {
    List<Refusal> rows = Refusal.all().stream().filter(r -> r.heading().equals(heading)).toList();
    String table = rows.stream().map(RefusalsTest::line).collect(Collectors.joining("\n"));
    assertThat(Files.readString(PAGE)).contains("## " + heading + "\n", table);
  }

  private static String line(Refusal row) {
    String more =
        row.saysServerSide().equals(row.says())
            ? ""
            : "<br>`--server-side`: `" + row.saysServerSide() + "`";
    return "| `%s` | `%s`%s |".formatted(row.shown(), row.says(), more);
  }
}
