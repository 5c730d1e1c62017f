package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of k8s.io/kubernetes third_party/forked/golang/expansion/expand_test.go that matter.
 */
class ExpansionTest {
  private static final Map<String, String> VARIABLES = Map.of("A", "1", "B", "two", "E", "");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain, plain",
        "$(A), 1",
        "x-$(A)-$(B)-y, x-1-two-y",
        "$(A)$(B), 1two",
        "[$(E)], []",
        "$(MISSING), $(MISSING)",
        "$$(A), $(A)",
        "$$$(A), $1",
        "$$$$(A), $$(A)",
        "kill -9 $$$$, kill -9 $$",
        "$A, $A",
        "a$, a$",
        "$(A, $(A",
        "$$, $",
        "${A}, ${A}",
      })
  void of_text_isWhatTheKubeletMakesOfIt(String text, String expanded) {
    assertThat(Expansion.of(text, VARIABLES)).isEqualTo(expanded);
  }
}
