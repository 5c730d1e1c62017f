package dev.workerpool.bench;

import java.util.List;

/** The middle of some measurements: of an even number the lower of the two. */
final class Median {
  private Median() {}

  static double of(List<Double> values) {
    return values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElseThrow();
  }
}
