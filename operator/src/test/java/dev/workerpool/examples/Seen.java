package dev.workerpool.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workerpool.pool.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What was seen of a pool that has finished.
 *
 * @param status of the pool
 * @param lines that each process printed, by its name
 */
public record Seen(Status status, Map<String, List<String>> lines) {

  List<String> linesOf(String process) {
    return lines.getOrDefault(process, List.of());
  }

  /** A WorkerPool's status, as JSON. */
  public record Status(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the text of a whole resource, or of its status alone. */
    public static Status of(String text) {
      try {
        JsonNode read = JSON.readTree(text);
        return new Status(read.has("status") ? read.get("status") : read);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    /** Complete, Failed, or neither: empty. */
    String condition() {
      return elements("conditions")
          .filter(c -> c.path("status").asText().equals("True"))
          .map(c -> c.path("type").asText())
          .filter(type -> type.equals("Complete") || type.equals("Failed"))
          .findFirst()
          .orElse("");
    }

    String reason(String condition) {
      return elements("conditions")
          .filter(c -> c.path("type").asText().equals(condition))
          .map(c -> c.path("reason").asText())
          .findFirst()
          .orElse("");
    }

    /** Of each process by name; those without one are left out. */
    Map<String, Integer> exitCodes() {
      var codes = new TreeMap<String, Integer>();
      elements("processes")
          .filter(p -> p.hasNonNull("exitCode"))
          .forEach(p -> codes.put(p.path("name").asText(), p.path("exitCode").asInt()));
      return codes;
    }

    /** How often processes were started again, of {@code "17=2,20-95=1"}. */
    int restarts() {
      return Tally.parse(json.path("restarts").asText("")).values().stream()
          .mapToInt(Integer::intValue)
          .sum();
    }

    private java.util.stream.Stream<JsonNode> elements(String field) {
      return StreamSupport.stream(json.path(field).spliterator(), false);
    }
  }
}
