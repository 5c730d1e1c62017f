package dev.workerpool.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The table of routes; looking a path up is a walk over some twenty rows. */
final class Routes {
  /** A route and the values of its segments. */
  record Match(Route route, Map<String, String> path) {}

  private final List<Route> rows;

  Routes(List<Route> rows) {
    this.rows = List.copyOf(rows);
  }

  List<Route> rows() {
    return rows;
  }

  /**
   * The route for a request; a problem 404 for an unknown path, 405 for an unknown method on it.
   */
  Match find(String method, String path) {
    List<String> segments = Route.segments(path.isEmpty() ? "/" : path);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route row : rows) {
      Optional<Map<String, String>> values = row.match(segments);
      if (values.isPresent()) {
        if (row.method().equals(method)) {
          return new Match(row, values.get());
        }
        allowed.add(row.method());
      }
    }
    if (allowed.isEmpty()) {
      throw Problem.of(ProblemType.NOT_FOUND, "no such path: " + path);
    }
    throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, method + " is not served at " + path)
        .withHeader("Allow", String.join(", ", new ArrayList<>(allowed)));
  }
}
