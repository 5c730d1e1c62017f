package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * A CRD's structural schema, read as the API server does before it validates: nulls are pruned,
 * defaults filled in. And the same schema as plain JSON Schema, with unknown fields refused as
 * {@code --validate=strict} does. Pure.
 */
final class StructuralSchema {
  private static final Set<String> PLAIN =
      Set.of(
          "type",
          "required",
          "enum",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "multipleOf");

  private StructuralSchema() {}

  /** {@code value} without null fields, unless the schema calls them nullable. */
  static JsonNode pruned(JsonNode schema, JsonNode value) {
    if (value.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (var field : value.properties()) {
        JsonNode fieldSchema = ofField(schema, field.getKey());
        if (!field.getValue().isNull() || fieldSchema.path("nullable").asBoolean()) {
          copy.set(field.getKey(), pruned(fieldSchema, field.getValue()));
        }
      }
      return copy;
    }
    return withItems(schema, value, StructuralSchema::pruned);
  }

  /** {@code value} with the schema's defaults where fields are absent. */
  static JsonNode defaulted(JsonNode schema, JsonNode value) {
    if (value.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (var field : value.properties()) {
        copy.set(field.getKey(), defaulted(ofField(schema, field.getKey()), field.getValue()));
      }
      for (var property : schema.path("properties").properties()) {
        JsonNode initial = property.getValue().get("default");
        if (initial != null && !copy.has(property.getKey())) {
          copy.set(property.getKey(), defaulted(property.getValue(), initial));
        }
      }
      return copy;
    }
    return withItems(schema, value, StructuralSchema::defaulted);
  }

  /** An array with that done to each item by the items' schema; another value as it is. */
  private static JsonNode withItems(
      JsonNode schema, JsonNode value, BinaryOperator<JsonNode> done) {
    if (!value.isArray()) {
      return value;
    }
    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
    value.forEach(item -> copy.add(done.apply(schema.path("items"), item)));
    return copy;
  }

  /** The schema of a field: its own, else that of additional ones, else a missing node. */
  static JsonNode ofField(JsonNode schema, String name) {
    JsonNode own = schema.path("properties").path(name);
    return own.isMissingNode() ? schema.path("additionalProperties") : own;
  }

  /** The schema as JSON Schema (draft 4, as OpenAPI 3.0 is near to). */
  static ObjectNode strict(JsonNode schema) {
    ObjectNode strict = plain(schema);
    boolean open =
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
            || schema.has("additionalProperties");
    if ("object".equals(schema.path("type").asText()) && !open) {
      strict.put("additionalProperties", false);
    }
    return strict;
  }

  private static ObjectNode plain(JsonNode schema) {
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    for (var keyword : schema.properties()) {
      if (PLAIN.contains(keyword.getKey())) {
        plain.set(keyword.getKey(), keyword.getValue());
      }
    }
    if (schema.path("nullable").asBoolean() && schema.has("type")) {
      plain.putArray("type").add(schema.get("type")).add("null");
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean() && !schema.has("anyOf")) {
      plain.putArray("type").add("integer").add("string");
    }
    children(schema, plain);
    return plain;
  }

  private static void children(JsonNode schema, ObjectNode plain) {
    if (schema.has("properties")) {
      ObjectNode properties = plain.putObject("properties");
      for (var property : schema.get("properties").properties()) {
        properties.set(property.getKey(), strict(property.getValue()));
      }
    }
    for (String one : List.of("items", "additionalProperties")) {
      if (schema.path(one).isObject()) {
        plain.set(one, strict(schema.get(one)));
      }
    }
    // Inside these the server allows no structure of its own: nothing is unknown there.
    for (String several : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.has(several)) {
        ArrayNode options = plain.putArray(several);
        schema.get(several).forEach(option -> options.add(plain(option)));
      }
    }
    if (schema.has("not")) {
      plain.set("not", plain(schema.get("not")));
    }
  }

  /** Items of list maps whose keys another item of the list has too; one line each. */
  static List<String> duplicates(JsonNode schema, JsonNode value, String path) {
    var found = new ArrayList<String>();
    if (value.isObject()) {
      for (var field : value.properties()) {
        String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        found.addAll(duplicates(ofField(schema, field.getKey()), field.getValue(), child));
      }
    } else if (value.isArray()) {
      var seen = new ArrayList<JsonNode>();
      for (int i = 0; i < value.size(); i++) {
        JsonNode key = listKey(schema, value.get(i));
        String item = path + "[" + i + "]";
        if (key != null && seen.contains(key)) {
          found.add(item + ": duplicate value: " + key);
        }
        seen.add(key);
        found.addAll(duplicates(schema.path("items"), value.get(i), item));
      }
    }
    return found;
  }

  private static JsonNode listKey(JsonNode schema, JsonNode item) {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> item;
      case "map" -> {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("x-kubernetes-list-map-keys")) {
          key.set(name.asText(), item.path(name.asText()));
        }
        yield key;
      }
      default -> null;
    };
  }
}
