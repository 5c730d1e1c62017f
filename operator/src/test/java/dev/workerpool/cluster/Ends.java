package dev.workerpool.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** How the processes of a pool ended, as its status shows it. */
final class Ends {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Ends() {}

  /**
   * By key, as {@code "-15 Shim Terminated"}: code, source, reason; a process that has not ended is
   * {@code "started Running"}: state and reason.
   */
  static Map<String, String> of(TestNamespace namespace, String pool) {
    Map<String, String> ends = new TreeMap<>();
    for (JsonNode process : json(namespace.get("wp/" + pool, "{.status.processes}"))) {
      String reason = process.path("reason").asText();
      ends.put(
          process.path("key").asText(),
          process.has("exitCode")
              ? process.path("exitCode").asInt()
                  + " "
                  + process.path("source").asText()
                  + " "
                  + reason
              : process.path("state").asText() + " " + reason);
    }
    return ends;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "[]" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
