package dev.workerpool.worker.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of JSON as numbers of Java, exactly or not at all. */
final class JsonNumbers {
  private JsonNumbers() {}

  /** As {@code type}, primitive or boxed; a whole number may become a double, never the reverse. */
  static Object narrow(Object value, Class<?> type, String path) {
    if (type == char.class && value instanceof String text && text.length() == 1) {
      return text.charAt(0);
    }
    if (!(value instanceof Number number)) {
      throw JsonBinder.misfit(value, type, path);
    }
    if (type == Number.class) {
      return number;
    }
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    if (type == float.class || type == Float.class) {
      return number.floatValue();
    }
    if (type == BigDecimal.class) {
      return new BigDecimal(number.toString());
    }
    try {
      return whole(new BigDecimal(number.toString()).toBigIntegerExact(), type);
    } catch (ArithmeticException e) {
      throw JsonBinder.misfit(value, type, path);
    }
  }

  private static Number whole(BigInteger number, Class<?> type) {
    if (type == BigInteger.class) {
      return number;
    }
    if (type == long.class || type == Long.class) {
      return number.longValueExact();
    }
    if (type == int.class || type == Integer.class) {
      return number.intValueExact();
    }
    if (type == short.class || type == Short.class) {
      return number.shortValueExact();
    }
    if (type == byte.class || type == Byte.class) {
      return number.byteValueExact();
    }
    throw new ArithmeticException("not a number of ours: " + type);
  }
}
