package dev.workerpool.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table: a method, a path such as {@code /queues/{q}/items}, who answers.
 *
 * @param wanted the template's segments
 * @param guard decides from the head of the request whether its body is read at all; a public route
 *     lets everyone in
 */
record Route(String method, String template, List<String> wanted, Guard guard, Endpoint endpoint) {

  Route(String method, String template, Guard guard, Endpoint endpoint) {
    this(method, template, segments(template), guard, endpoint);
  }

  /** The segments' values when {@code path} fits, whatever the method. */
  Optional<Map<String, String>> match(List<String> path) {
    if (wanted.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** The parts between slashes; a trailing slash makes an empty last part, which fits none. */
  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
