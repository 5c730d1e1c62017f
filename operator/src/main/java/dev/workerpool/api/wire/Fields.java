package dev.workerpool.api.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** Checks that the records' constructors share. */
final class Fields {
  private static final int MAX_OPAQUE = 256;
  private static final BigDecimal MAX_DELAY_SECONDS = BigDecimal.valueOf(86_400);

  /** Of 1e-999999999, rounding would take a gigabyte and an hour. */
  private static final int MAX_DECIMALS = 30;

  private Fields() {}

  /** A string that must be there, not empty and of bearable length. */
  static String opaque(String field, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(field + ": is required");
    }
    return bounded(field, value);
  }

  /** A string that may be missing, but not empty or huge. */
  static String optional(String field, String value) {
    if (value != null && value.isEmpty()) {
      throw new IllegalArgumentException(field + ": must not be empty");
    }
    return value == null ? null : bounded(field, value);
  }

  /** A list without nulls; a missing one is empty. */
  static <T> List<T> list(String field, List<T> values) {
    if (values == null) {
      return List.of();
    }
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(field + ": must hold no null");
    }
    return List.copyOf(values);
  }

  /** A list that must have been sent, possibly empty. */
  static <T> List<T> required(String field, List<T> values) {
    if (values == null) {
      throw new IllegalArgumentException(field + ": is required");
    }
    return list(field, values);
  }

  /** Seconds, with or without a fraction; null when not sent. */
  static BigDecimal seconds(String field, BigDecimal value) {
    if (value != null && (value.signum() < 0 || value.compareTo(MAX_DELAY_SECONDS) > 0)) {
      throw new IllegalArgumentException(field + ": is 0 to " + MAX_DELAY_SECONDS + " seconds");
    }
    if (value != null && Math.abs((long) value.scale()) > MAX_DECIMALS) {
      throw new IllegalArgumentException(field + ": has at most " + MAX_DECIMALS + " decimals");
    }
    return value;
  }

  /** A whole number in a range; null when not sent. */
  static Integer range(String field, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw new IllegalArgumentException(field + ": is " + least + " to " + most);
    }
    return value;
  }

  private static String bounded(String field, String value) {
    if (value.length() > MAX_OPAQUE) {
      throw new IllegalArgumentException(field + ": is longer than " + MAX_OPAQUE + " characters");
    }
    return value;
  }
}
