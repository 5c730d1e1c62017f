package dev.workerpool.worker.json;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.UUID;

/** Prints values as compact JSON. */
final class JsonWriter {
  static final int MAX_DEPTH = 200;

  private final StringBuilder out;
  private final boolean skipNulls;

  JsonWriter(StringBuilder out, boolean skipNulls) {
    this.out = out;
    this.skipNulls = skipNulls;
  }

  void write(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new JsonException("nested deeper than " + MAX_DEPTH + " levels (or in itself)");
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Json.Raw raw) {
      out.append(raw.text());
    } else if (value instanceof Json.Writable own) {
      write(own.toJson(), depth + 1);
    } else if (value instanceof Number number) {
      writeNumber(number);
    } else if (value instanceof CharSequence || value instanceof Character) {
      writeString(value.toString());
    } else if (value instanceof Enum<?> constant) {
      writeString(constant.name());
    } else if (value instanceof UUID) {
      writeString(value.toString());
    } else {
      writeContainer(value, depth);
    }
  }

  private void writeContainer(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      writeMap(map, depth);
    } else if (value instanceof Iterable<?> values) {
      String separator = "[";
      for (Object element : values) {
        out.append(separator);
        write(element, depth + 1);
        separator = ",";
      }
      out.append(separator.equals("[") ? "[]" : "]");
    } else if (value.getClass().isArray()) {
      writeArray(value, depth);
    } else if (value instanceof Record entity) {
      writeRecord(entity, depth);
    } else {
      throw new JsonException(
          "no JSON for a "
              + value.getClass().getName()
              + ": use a record, String, number, boolean, List, Map or null");
    }
  }

  private void writeMap(Map<?, ?> map, int depth) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new JsonException("a map's key must be a String, not " + entry.getKey());
      }
      out.append(separator);
      writeString(key);
      out.append(':');
      write(entry.getValue(), depth + 1);
      separator = ",";
    }
    out.append(separator.equals("{") ? "{}" : "}");
  }

  private void writeArray(Object array, int depth) {
    out.append('[');
    for (int i = 0; i < Array.getLength(array); i++) {
      out.append(i == 0 ? "" : ",");
      write(Array.get(array, i), depth + 1);
    }
    out.append(']');
  }

  private void writeRecord(Record value, int depth) {
    String separator = "{";
    for (RecordShape.Part part : RecordShape.of(value.getClass()).parts()) {
      Object field = part.of(value);
      if (field == null && skipNulls) {
        continue;
      }
      out.append(separator);
      writeString(part.name());
      out.append(':');
      write(field, depth + 1);
      separator = ",";
    }
    out.append(separator.equals("{") ? "{}" : "}");
  }

  private void writeNumber(Number number) {
    double value = number.doubleValue();
    if ((number instanceof Double || number instanceof Float)
        && (Double.isNaN(value) || Double.isInfinite(value))) {
      throw new JsonException("no JSON for the number " + number);
    }
    out.append(number);
  }

  private void writeString(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || isLone(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** A surrogate without its other half would not survive UTF-8. */
  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
