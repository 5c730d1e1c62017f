package dev.workerpool.channel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON object as it was read. The value under {@code json}, at any depth, is kept as text; keys
 * that aren't asked for are ignored.
 */
final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();
  private final Map<String, Object> values;

  private JsonLine(Map<String, Object> values) {
    this.values = values;
  }

  static JsonLine parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("not a JSON object: " + head(text), null);
      }
      return object(parser, text);
    } catch (IOException e) {
      throw new UnreadableException("not JSON: " + head(text), e);
    }
  }

  private static JsonLine object(JsonParser parser, String text) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      values.put(key, key.equals("json") ? raw(parser, text) : value(parser, text));
    }
    return new JsonLine(values);
  }

  private static Object value(JsonParser parser, String text) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return object(parser, text);
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, text));
        }
        return list;
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
        return parser.getLongValue();
      case VALUE_TRUE:
        return Boolean.TRUE;
      case VALUE_FALSE:
        return Boolean.FALSE;
      default:
        return null;
    }
  }

  private static String raw(JsonParser parser, String text) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    if (parser.currentToken().isScalarValue()) {
      parser.finishToken();
      return text.substring(start, (int) parser.currentLocation().getCharOffset()).strip();
    }
    parser.skipChildren();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /** The text, or null. */
  String text(String key) {
    return values.get(key) instanceof String s ? s : null;
  }

  String need(String key) {
    String value = text(key);
    if (value == null) {
      throw new UnreadableException("no text " + key, null);
    }
    return value;
  }

  /** The number, 0 when absent. */
  long number(String key) {
    return values.get(key) instanceof Long n ? n : 0;
  }

  long number(String key, long absent) {
    return values.get(key) instanceof Long n ? n : absent;
  }

  /** The number, or null. */
  Integer integer(String key) {
    return values.get(key) instanceof Long n ? Integer.valueOf(n.intValue()) : null;
  }

  /** The flag, false when absent. */
  boolean flag(String key) {
    return Boolean.TRUE.equals(values.get(key));
  }

  Instant time(String key) {
    need(key);
    return timeOrNull(key);
  }

  /** The time, null when absent. */
  Instant timeOrNull(String key) {
    try {
      return text(key) == null ? null : Instant.parse(text(key));
    } catch (DateTimeException e) {
      throw new UnreadableException(key + " is no time", e);
    }
  }

  List<Long> numbers(String key) {
    return all(key, Long.class);
  }

  List<JsonLine> lines(String key) {
    return all(key, JsonLine.class);
  }

  private <T> List<T> all(String key, Class<T> type) {
    List<T> all = new ArrayList<>();
    for (Object each : list(key)) {
      if (!type.isInstance(each)) {
        throw new UnreadableException("a list " + key + " of something else", null);
      }
      all.add(type.cast(each));
    }
    return all;
  }

  private List<?> list(String key) {
    return values.get(key) instanceof List<?> list ? list : List.of();
  }

  /** The payload that {@link JsonText#body} wrote. */
  Body body() {
    return payload()
        .withPriority((int) number("priority"))
        .withDelay(Duration.ofMillis(number("delayMillis")));
  }

  private Body payload() {
    if (text("base64") != null) {
      return Body.base64(text("base64"), text("contentType"));
    }
    return Body.json(text("text") != null ? text("text") : need("json"));
  }

  CloseMode closed(String key) {
    return text(key) == null ? null : CloseMode.of(text(key)).orElse(null);
  }

  /** What {@link JsonText#rules} wrote; what is absent is as it was before there was a choice. */
  QueueRules rules() {
    Order order =
        text("order") == null
            ? Order.FIFO
            : Order.of(text("order"))
                .orElseThrow(() -> new UnreadableException("no order " + text("order"), null));
    return new QueueRules(
        (int) number("maxSize"),
        order,
        (int) number("maxDeliveries", QueueRules.DEFAULT_MAX_DELIVERIES),
        (int) number("leaseSeconds"));
  }

  private static String head(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
