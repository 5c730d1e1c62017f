package dev.workerpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  private static final Figure REACHED = Figure.atLeast("P6", "pods", 12.34, 10, " ×");
  private static final Figure MISSED = Figure.atMost("P7", "status", 101, 100, " KB");

  @Test
  void text_isATableThatMarkdownReads() {
    var report = new Report("pods", "2 cores", List.of(REACHED, MISSED, Figure.told("raw", "4")));
    assertThat(report.text())
        .isEqualTo(
            """
            pods
            2 cores

            |    | figure | measured | goal     | met |
            | -- | ------ | -------- | -------- | --- |
            | P6 | pods   | 12.3 ×   | ≥ 10 ×   | yes |
            | P7 | status | 101 KB   | ≤ 100 KB | NO  |
            |    | raw    | 4        |          |     |
            """);
  }

  @Test
  void met_withAGoalMissed_isFalse() {
    assertThat(new Report("", "", List.of(REACHED)).met()).isTrue();
    assertThat(new Report("", "", List.of(REACHED, MISSED)).met()).isFalse();
    assertThat(new Report("", "", List.of(Figure.skipped("P9", "run", "no jar"))).met()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"12345.6, 12346", "99.94, 99.9", "9.994, 9.99", "0.004, 0.00", "20, 20"})
  void number_hasTheDigitsThatMeanSomething(double value, String shown) {
    assertThat(Figure.number(value)).isEqualTo(shown);
  }
}
