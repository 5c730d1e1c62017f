package dev.workerpool.worker.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which channel, where, and as whom. tokenFile and caFile are null where there is none.
 *
 * @param url of the relay, no slash at its end
 */
public record Target(String url, String namespace, String channel, Path tokenFile, Path caFile) {

  /**
   * What a process of a pool finds in its environment.
   *
   * @throws IllegalStateException naming the variable that is missing or wrong
   */
  public static Target from(Map<String, String> env) {
    String url = need(env, "WORKERPOOL_URL").replaceAll("/+$", "");
    if (!url.matches("https?://[^/]+.*")) {
      throw new IllegalStateException("WORKERPOOL_URL is no http or https address: " + url);
    }
    return new Target(
        url,
        need(env, "WORKERPOOL_NAMESPACE"),
        need(env, "WORKERPOOL_CHANNEL"),
        path(env, "WORKERPOOL_TOKEN_FILE"),
        path(env, "WORKERPOOL_CA_FILE"));
  }

  /** The address of a path below the channel, such as {@code /queues/tasks}. */
  URI resolve(String path) {
    return URI.create(
        url + "/v1/namespaces/" + segment(namespace) + "/channels/" + segment(channel) + path);
  }

  /** A name as one segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String need(Map<String, String> env, String name) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          name
              + " is not set: start this program by `workerpool run DIR` or as a process of a"
              + " WorkerPool");
    }
    return value.strip();
  }

  private static Path path(Map<String, String> env, String name) {
    String value = env.get(name);
    return value == null || value.isBlank() ? null : Path.of(value);
  }
}
