package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

  @ParameterizedTest
  @CsvSource({
    "my_service, my-service",
    "Worker 1, worker-1",
    "--A  B--, a-b",
    "main, main",
    "Größe, gr-e",
    "'!!', ''"
  })
  void slug_makesRunsOneDash(String name, String slug) {
    assertThat(Keys.slug(name)).isEqualTo(slug);
  }

  @Test
  void isKey_refusesWhatLooksLikeANumberOrAnInterval() {
    assertThat(List.of("17", "1-93", "")).noneMatch(Keys::isKey);
    assertThat(List.of("a1", "my-service")).allMatch(Keys::isKey);
  }

  @Test
  void order_putsNumbersFirstAndByValue() {
    assertThat(List.of("main", "10", "2", "a").stream().sorted(Keys.ORDER))
        .containsExactly("2", "10", "a", "main");
  }

  @Test
  void nameOf_isPythonsForNumbersAndTheSpecsForSlugs() {
    var spec = Fixtures.pool("processes: [{name: My Service}]").getSpec();

    assertThat(Keys.nameOf(spec, "3")).isEqualTo("Process-3");
    assertThat(Keys.nameOf(spec, "my-service")).isEqualTo("My Service");
    assertThat(Keys.nameOf(spec, "gone")).isEqualTo("gone");
  }
}
