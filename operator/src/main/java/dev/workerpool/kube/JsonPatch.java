package dev.workerpool.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON patch (RFC 6902): all of it is done, or nothing where a test fails. */
final class JsonPatch {
  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  JsonPatch test(String path, String value) {
    operation("test", path).put("value", value);
    return this;
  }

  JsonPatch add(String path, String value) {
    operation("add", path).put("value", value);
    return this;
  }

  JsonPatch remove(String path) {
    operation("remove", path);
    return this;
  }

  private ObjectNode operation(String name, String path) {
    return operations.addObject().put("op", name).put("path", path);
  }

  /** A key with slashes, as a part of a path. */
  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public String toString() {
    return operations.toString();
  }
}
