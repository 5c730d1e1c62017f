package dev.workerpool.channel;

import java.time.Instant;

/** Writes one JSON object a line: compact, in the order of the calls. Null values are left out. */
final class JsonText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private final StringBuilder out = new StringBuilder(160);
  private boolean first = true;

  JsonText() {
    out.append('{');
  }

  JsonText put(String key, String value) {
    if (value != null) {
      key(key);
      quote(value);
    }
    return this;
  }

  JsonText put(String key, Instant value) {
    return put(key, value == null ? null : value.toString());
  }

  JsonText put(String key, CloseMode value) {
    return put(key, value == null ? null : value.wire());
  }

  /** A number that is left out when it is 0, as a reader takes it then. */
  JsonText putUnlessZero(String key, long value) {
    return value == 0 ? this : put(key, value);
  }

  /** A queue's rules; those of a plain queue, but for its bound, are left out. */
  JsonText rules(QueueRules rules) {
    put("maxSize", rules.maxSize());
    put("order", rules.order() == Order.FIFO ? null : rules.order().wire());
    if (rules.maxDeliveries() != QueueRules.DEFAULT_MAX_DELIVERIES) {
      put("maxDeliveries", rules.maxDeliveries());
    }
    return putUnlessZero("leaseSeconds", rules.leaseSeconds());
  }

  JsonText put(String key, long value) {
    key(key);
    out.append(value);
    return this;
  }

  JsonText put(String key, Integer value) {
    return value == null ? this : put(key, value.longValue());
  }

  JsonText put(String key, boolean value) {
    key(key);
    out.append(value);
    return this;
  }

  /** A value that is JSON already, without line breaks. */
  JsonText raw(String key, CharSequence json) {
    key(key);
    out.append(json);
    return this;
  }

  /** Priority, delay and payload. */
  JsonText body(Body body) {
    putUnlessZero("priority", body.priority());
    putUnlessZero("delayMillis", body.delay().toMillis());
    return payload(body);
  }

  /** JSON as it was sent where it fits in a line, else quoted; or base64. */
  private JsonText payload(Body body) {
    if (!body.json()) {
      return put("base64", body.text()).put("contentType", body.contentType());
    }
    String text = body.text();
    return Texts.fitsInLine(text) ? raw("json", text) : put("text", text);
  }

  /** The object, closed. */
  String end() {
    return out.append('}').toString();
  }

  private void key(String key) {
    if (!first) {
      out.append(',');
    }
    first = false;
    out.append('"').append(key).append("\":");
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (Texts.isControl(c)) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX[(c >> shift) & 0xf]);
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
