package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a schema says against a value: one line a fault, each beginning with the field. */
final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * @param structural the CRD's schema
   * @param value pruned and with defaults
   */
  static List<String> faults(JsonNode structural, JsonNode value) {
    var config = SchemaRegistryConfig.builder().locale(Locale.ROOT).preloadSchema(false).build();
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_4, builder -> builder.schemaRegistryConfig(config))
            .getSchema(StructuralSchema.strict(structural));
    var faults = new ArrayList<String>();
    for (Error error : schema.validate(value)) {
      faults.add(line(error));
    }
    faults.addAll(StructuralSchema.duplicates(structural, value, ""));
    return faults;
  }

  private static String line(Error error) {
    String path = path(error.getInstanceLocation());
    return switch (error.getKeyword()) {
      case "additionalProperties" -> child(path, error.getProperty()) + ": unknown field";
      case "required" -> child(path, error.getProperty()) + ": required";
      default -> path + ": " + plain(error.getMessage()) + seen(error.getInstanceNode());
    };
  }

  /** The library says 0.0 where the schema says 0. */
  private static String plain(String message) {
    return message.replaceAll("\\b(\\d+)\\.0\\b", "$1");
  }

  private static String seen(JsonNode value) {
    return value == null || value.isContainerNode() ? "" : ", not " + value;
  }

  private static String child(String path, String property) {
    return path.isEmpty() ? property : path + "." + property;
  }

  /** {@code spec.processes[0].name}, as Kubernetes writes it. */
  private static String path(NodePath path) {
    var text = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      if (element instanceof Integer index) {
        text.append('[').append(index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(element);
      }
    }
    return text.toString();
  }
}
