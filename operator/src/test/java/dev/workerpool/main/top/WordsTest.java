package dev.workerpool.main.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({"0,0", "0.001,<0.1", "0.05,0.1", "3.44,3.4", "9.94,9.9", "9.95,10", "1234.4,1234"})
  void rate_isShort(double rate, String text) {
    assertThat(Words.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.9S,0s",
    "PT59.9S,59s",
    "PT60S,1m00s",
    "PT59M59S,59m59s",
    "PT1H,1h00m",
    "PT23H59M,23h59m",
    "P1D,1d00h",
    "P99DT23H,99d23h",
    "P100D,100d"
  })
  void span_hasItsTwoLargestUnits(Duration span, String text) {
    assertThat(Words.span(span)).isEqualTo(text);
  }

  @Test
  void unknown_isADash() {
    assertThat(Words.rate(null)).isEqualTo("-");
    assertThat(Words.span(null)).isEqualTo("-");
  }
}
