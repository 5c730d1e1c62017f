package dev.workerpool.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What goes back: a status, headers and a body that is already bytes. */
record Reply(int status, Map<String, String> headers, byte[] body) {
  static final String JSON = "application/json";

  static Reply json(int status, String text) {
    return of(status, JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }

  static Reply noContent() {
    return new Reply(204, Map.of(), new byte[0]);
  }

  Reply with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Reply(status, Map.copyOf(all), body);
  }
}
