package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The committed custom resource definition, carried in the jar. */
final class Crd {
  private static final String RESOURCE = "/workerpool/crds/workerpools.workerpool.dev-v1.yml";

  private Crd() {}

  /** The schema of a WorkerPool; its metadata is left open, since the server checks that itself. */
  static JsonNode schema() {
    try (InputStream in = Crd.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode crd = YamlDocuments.read(RESOURCE, text).get(0);
      JsonNode schema =
          crd.path("spec").path("versions").path(0).path("schema").path("openAPIV3Schema");
      ObjectNode properties = (ObjectNode) schema.path("properties");
      properties.putObject("apiVersion").put("type", "string");
      properties.putObject("kind").put("type", "string");
      ObjectNode metadata = properties.putObject("metadata");
      metadata.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
