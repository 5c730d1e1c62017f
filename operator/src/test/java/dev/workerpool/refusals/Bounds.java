package dev.workerpool.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every bound that the committed definition puts on a pool's name and spec, as PATH KEYWORD. */
final class Bounds {
  private static final Path CRD = Path.of("..", "crds", "workerpools.workerpool.dev-v1.yml");
  private static final List<String> KEYWORDS =
      List.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "enum");

  private final Set<String> found = new TreeSet<>();

  private Bounds() {}

  static Set<String> all() throws IOException {
    JsonNode crd = new ObjectMapper(new YAMLFactory()).readTree(CRD.toFile());
    JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
    Bounds bounds = new Bounds();
    bounds.rules("", schema);
    bounds.walk("spec", schema.at("/properties/spec"));
    return bounds.found;
  }

  private void walk(String path, JsonNode schema) {
    KEYWORDS.stream().filter(schema::has).forEach(keyword -> found.add(path + " " + keyword));
    if (schema.path("x-kubernetes-list-type").asText().equals("map")) {
      found.add(path + " list map");
    }
    rules(path + " ", schema);
    schema
        .path("properties")
        .properties()
        .forEach(field -> walk(path + "." + field.getKey(), field.getValue()));
    if (schema.has("items")) {
      walk(path + "[]", schema.get("items"));
    }
  }

  private void rules(String prefix, JsonNode schema) {
    schema.path("required").forEach(field -> found.add(prefix + "required " + field.asText()));
    for (int i = 1; i <= schema.path("x-kubernetes-validations").size(); i++) {
      found.add(prefix + "rule " + i);
    }
  }
}
