package dev.workerpool.faults;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to the API server, as the proxy sees it.
 *
 * @param number among the client's writes, from 1; 0 for a read and for a dry run
 * @param path without the query
 * @param query null where there is none
 * @param accept the forms that the client can read; null where it doesn't say
 */
record Call(
    int number,
    String verb,
    String path,
    String query,
    String accept,
    String contentType,
    byte[] body) {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern PATH =
      Pattern.compile(
          "/apis?(?:/[^/]+)?/v[^/]+(?:/namespaces/(?<ns>[^/]+))?/(?<res>[a-z]+)(?:/(?<name>[^/]+))?(?:/(?<sub>[^/]+))?");

  boolean isWrite() {
    return !READS.contains(verb) && !isDryRun() && !path.endsWith("reviews");
  }

  boolean isDryRun() {
    return asks("dryRun=");
  }

  boolean isWatch() {
    return asks("watch=true") || asks("watch=1");
  }

  /** A list that may be answered from a cache that lags: the one that informers begin with. */
  boolean isStartOfInformer() {
    return verb.equals("GET") && !isWatch() && name().isEmpty() && asks("resourceVersion=0");
  }

  private boolean asks(String word) {
    return query != null && ("&" + query).contains("&" + word);
  }

  /** As pods, workerpools; empty where the path names none. */
  String resource() {
    return part("res");
  }

  String name() {
    return part("name");
  }

  String subresource() {
    return part("sub");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether it concerns objects of that pool: their names begin with the pool's. */
  boolean isAbout(String pool) {
    return name().startsWith(pool) || text().contains("\"" + pool);
  }

  private String part(String group) {
    Matcher matcher = PATH.matcher(path);
    String part = matcher.matches() ? matcher.group(group) : null;
    return part == null ? "" : part;
  }

  @Override
  public String toString() {
    String sub = subresource().isEmpty() ? "" : "/" + subresource();
    return "#%d %s %s/%s%s".formatted(number, verb, resource(), name(), sub);
  }
}
