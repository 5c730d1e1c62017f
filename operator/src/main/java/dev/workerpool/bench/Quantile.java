package dev.workerpool.bench;

import java.util.List;

/** The value below or at which a share of the measurements lies (nearest rank). */
final class Quantile {
  private Quantile() {}

  /**
   * @param share above 0, up to 1: 0.5 is the median, 0.99 the 99th percentile
   */
  static double of(List<Double> values, double share) {
    if (values.isEmpty() || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("no share " + share + " of " + values.size() + " values");
    }
    int rank = (int) Math.ceil(share * values.size());
    return values.stream().sorted().skip(rank - 1L).findFirst().orElseThrow();
  }
}
