package dev.workerpool.bench;

import java.util.Locale;

/**
 * One line of a benchmark's report.
 *
 * @param id the goal's number, as {@code P6}; empty for a figure that is only told
 * @param what is measured, in a few words
 * @param measured the value with its unit
 * @param goal in words with its unit; empty where there is none
 * @param met whether the goal was reached; null where there is none, or it could not be judged
 */
public record Figure(String id, String what, String measured, String goal, Boolean met) {

  /** A value that is told beside the others, and has no goal. */
  public static Figure told(String what, String measured) {
    return new Figure("", what, measured, "", null);
  }

  /** A value that must not be above its goal. */
  public static Figure atMost(String id, String what, double value, double goal, String unit) {
    return new Figure(id, what, number(value) + unit, "≤ " + number(goal) + unit, value <= goal);
  }

  /** A value that must not be below its goal. */
  public static Figure atLeast(String id, String what, double value, double goal, String unit) {
    return new Figure(id, what, number(value) + unit, "≥ " + number(goal) + unit, value >= goal);
  }

  /** Not measured, and why. */
  public static Figure skipped(String id, String what, String why) {
    return new Figure(id, what, "not measured: " + why, "", null);
  }

  /** Three digits that mean something: 12345, 123, 12.3, 1.23. */
  public static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == Math.rint(size) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
