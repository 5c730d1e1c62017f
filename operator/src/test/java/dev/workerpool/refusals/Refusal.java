package dev.workerpool.refusals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A row of the table of refusals, read from {@code refusals/rows.yaml}.
 *
 * @param heading of the part of the table that it is in
 * @param covers the bounds of the definition that it shows, as PATH KEYWORD
 * @param name of the pool where that is what is wrong, else null
 * @param before the good pool that is there, or is made
 * @param after what is wrong with it, as a merge patch
 * @param shown the same as YAML, in a line, for people
 * @param says what the server answers, or a part of it
 * @param saysServerSide the same for {@code kubectl apply --server-side}, which may find it earlier
 */
public record Refusal(
    String heading,
    List<String> covers,
    String name,
    JsonNode before,
    JsonNode after,
    String shown,
    String says,
    String saysServerSide) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path ROWS = Path.of("src", "test", "resources", "refusals", "rows.yaml");
  private static final String GOOD =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata: {name: good}
      spec:
        template:
          spec:
            containers:
            - {name: worker, image: "workerpool.dev/worker-java:0.1.0", command: [sleep, "600"]}
      """;

  /** All rows, in the order of the file. */
  public static List<Refusal> all() {
    try {
      var rows = new ArrayList<Refusal>();
      String heading = "";
      for (JsonNode row : YAML.readTree(ROWS.toFile())) {
        heading = row.path("heading").asText(heading);
        if (row.has("says")) {
          rows.addAll(of(heading, row));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that one entry stands for: one, or one for each of {@code each}. */
  private static List<Refusal> of(String heading, JsonNode row) throws JsonProcessingException {
    if (!row.has("each")) {
      return List.of(one(heading, row));
    }
    var rows = new ArrayList<Refusal>();
    for (JsonNode each : row.get("each")) {
      ObjectNode general = row.deepCopy();
      general.remove("each");
      rows.add(
          one(
              heading,
              YAML.readTree(general.toString().replace("$", each.asText()).replace("@", "$"))));
    }
    return rows;
  }

  private static Refusal one(String heading, JsonNode row) throws JsonProcessingException {
    ObjectNode after = YAML.createObjectNode();
    if (row.has("whole")) {
      after = row.get("whole").deepCopy();
    } else {
      after.set("spec", row.has("set") ? row.get("set").deepCopy() : YAML.createObjectNode());
    }
    String shown = row.has("name") ? "name: " + row.get("name").asText() : flow(after);
    if (row.has("many")) {
      shown = many((ObjectNode) after.get("spec"), row.get("many"));
    }
    JsonNode before = YAML.readTree(GOOD);
    if (row.has("before")) {
      before = merged(before, YAML.createObjectNode().set("spec", row.get("before")));
    }
    return new Refusal(
        heading,
        strings(row.path("covers")),
        row.has("name") ? row.get("name").asText() : null,
        before,
        after,
        row.has("before") ? shown + " after " + inner(row.get("before")) : shown,
        row.get("says").asText(),
        row.path("serverSide").asText(row.get("says").asText()));
  }

  /** Puts a list of so many entries into the spec; answers the words for it. */
  private static String many(ObjectNode spec, JsonNode many) {
    String[] path = many.get("list").asText().split("\\.");
    ObjectNode parent = spec;
    for (int i = 0; i < path.length - 1; i++) {
      parent = parent.withObject("/" + path[i]);
    }
    var list = parent.putArray(path[path.length - 1]);
    IntStream.range(0, many.get("items").asInt())
        .forEach(i -> list.addObject().put("name", "a" + i).setAll(fields(many.path("with"))));
    return many.get("items").asInt() + " " + many.get("list").asText();
  }

  private static ObjectNode fields(JsonNode node) {
    return node.isObject() ? node.deepCopy() : YAML.createObjectNode();
  }

  /** The pool that {@code kubectl apply} is given: what was, with what is wrong. */
  public JsonNode applied(String poolName) {
    JsonNode pool = merged(before, after);
    ((ObjectNode) pool.get("metadata")).put("name", name == null ? poolName : name);
    return pool;
  }

  /** The good pool under that name. */
  public JsonNode good(String poolName) {
    JsonNode pool = before.deepCopy();
    ((ObjectNode) pool.get("metadata")).put("name", poolName);
    return pool;
  }

  /** RFC 7396. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = target.isObject() ? target.deepCopy() : YAML.createObjectNode();
    for (var field : patch.properties()) {
      if (field.getValue().isNull()) {
        result.remove(field.getKey());
      } else {
        result.set(field.getKey(), merged(result.path(field.getKey()), field.getValue()));
      }
    }
    return result;
  }

  private static String flow(JsonNode after) {
    return after.path("spec").isObject() ? inner(after.get("spec")) : inner(after);
  }

  /** An object as YAML in a line, without the outer braces. */
  private static String inner(JsonNode object) {
    String json = object.toString();
    return json.substring(1, json.length() - 1)
        .replaceAll("\"([A-Za-z][\\w -]*)\":", "$1: ")
        .replaceAll(",(?=\\S)", ", ")
        .replaceAll("\"((?!yes|no|true|false|null)[A-Za-z][\\w-]*)\"", "$1");
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  static Stream<String> covered() {
    return all().stream().flatMap(r -> r.covers().stream());
  }

  @Override
  public String toString() {
    return shown;
  }
}
