package dev.workerpool.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * The line that the init process of ours writes when its child has ended.
 *
 * @param exit what the child returned, 0 to 255; null when a signal ended it
 * @param signal the signal that ended the child, 1 to 64; null when it returned
 * @param forwarded the terminating signal forwarded to the child that its exit answers, else the
 *     last one, or null
 */
public record ShimRecord(Integer exit, Integer signal, Integer forwarded) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The record in a termination message, which is its last line. Anything but a complete record
   * with its marker {@code "workerpool":1} is no record.
   */
  public static Optional<ShimRecord> parse(String message) {
    if (message == null) {
      return Optional.empty();
    }
    String text = message.strip();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return of(JSON.readTree(line));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<ShimRecord> of(JsonNode node) {
    Integer exit = number(node, "exit", 0, 255);
    Integer signal = number(node, "signal", 1, 64);
    boolean marked = node.path("workerpool").isInt() && node.path("workerpool").asInt() == 1;
    return marked && (exit == null) != (signal == null)
        ? Optional.of(new ShimRecord(exit, signal, number(node, "forwarded", 1, 64)))
        : Optional.empty();
  }

  private static Integer number(JsonNode node, String field, int min, int max) {
    JsonNode value = node.path(field);
    return value.isInt() && value.asInt() >= min && value.asInt() <= max ? value.asInt() : null;
  }

  /**
   * The exit code as Python reports it. A child that answers a forwarded signal n with exit 128+n
   * (as the JVM does) was ended by it: −n.
   */
  public int code() {
    if (signal != null) {
      return -signal;
    }
    return forwarded != null && exit == 128 + forwarded ? -forwarded : exit;
  }
}
