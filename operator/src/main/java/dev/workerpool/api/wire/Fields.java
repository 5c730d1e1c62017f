package dev.workerpool.api.wire;

import java.util.List;
import java.util.Objects;

/** Checks that the records' constructors share. */
final class Fields {
  private static final int MAX_OPAQUE = 256;

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

  private static String bounded(String field, String value) {
    if (value.length() > MAX_OPAQUE) {
      throw new IllegalArgumentException(field + ": is longer than " + MAX_OPAQUE + " characters");
    }
    return value;
  }
}
