package dev.workerpool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileTest {
  private static final List<Double> HUNDRED =
      IntStream.rangeClosed(1, 100).mapToObj(n -> (double) (101 - n)).toList();

  @ParameterizedTest
  @CsvSource({"0.5, 50", "0.99, 99", "1, 100", "0.001, 1", "0.501, 51"})
  void of_aHundred_isTheNearestRank(double share, double value) {
    assertThat(Quantile.of(HUNDRED, share)).isEqualTo(value);
  }

  @Test
  void of_one_isThatOne() {
    assertThat(Quantile.of(List.of(7.0), 0.01)).isEqualTo(7);
    assertThat(Quantile.of(List.of(7.0), 1)).isEqualTo(7);
  }

  @Test
  void of_nothing_orOfNoShare_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantile.of(List.of(), 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> Quantile.of(HUNDRED, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Quantile.of(HUNDRED, Double.NaN));
  }
}
