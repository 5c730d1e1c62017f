package dev.workerpool.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param path values of the route's {@code {…}} segments, decoded
 * @param query first value of each query parameter
 * @param headers first value of each header, names in lower case
 * @param body at most {@link Limits#MAX_BODY_BYTES}; empty where there was none
 */
record Call(
    String method,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  /** The value of a path segment that the route is known to have. */
  String segment(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no segment " + name + " in this route");
    }
    return value;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  Call withBody(byte[] bytes) {
    return new Call(method, path, query, headers, bytes);
  }
}
