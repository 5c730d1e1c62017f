package dev.workerpool.worker.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text (RFC 8259), strictly. */
final class JsonReader {
  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Object readAll() {
    Object value = value(0);
    skipSpace();
    if (at < text.length()) {
      throw bad("more after the value");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > JsonWriter.MAX_DEPTH) {
      throw bad("nested deeper than " + JsonWriter.MAX_DEPTH + " levels");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (take('}')) {
      return map;
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw bad("a key must be a string");
      }
      String key = string();
      skipSpace();
      if (!take(':')) {
        throw bad("':' expected");
      }
      map.put(key, value(depth + 1));
      skipSpace();
    } while (take(','));
    if (!take('}')) {
      throw bad("',' or '}' expected");
    }
    return map;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (take(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
      skipSpace();
    } while (take(','));
    if (!take(']')) {
      throw bad("',' or ']' expected");
    }
    return list;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (!take('"')) {
      char c = next();
      if (c < 0x20) {
        at--;
        throw bad("control character in a string");
      }
      out.append(c == '\\' ? escape() : c);
    }
    return out.toString();
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw bad("unknown escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw bad("four hexadecimal digits expected");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object number() {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    boolean whole = true;
    if (take('.')) {
      digits();
      whole = false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
      whole = false;
    }
    String number = text.substring(start, at);
    if (!whole) {
      return Double.valueOf(number);
    }
    // Eighteen digits always fit a long.
    BigInteger exact = number.length() <= 18 ? null : new BigInteger(number);
    return exact == null || exact.bitLength() < Long.SIZE ? (Object) Long.valueOf(number) : exact;
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw bad("a value expected");
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw bad("a value expected");
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("the text ends too early");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private JsonException bad(String what) {
    return new JsonException("no JSON at position " + at + ": " + what);
  }
}
