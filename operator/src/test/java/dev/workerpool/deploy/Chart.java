package dev.workerpool.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The chart of this repository, and what it renders. */
final class Chart {
  /** The repository's root: tests run in the module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Path FOLDER = ROOT.resolve("deploy/helm/workerpool");
  static final String NAMESPACE = "workerpool-system";

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  /** Every object that {@code helm install} with these values would make, hooks included. */
  static List<JsonNode> render(Map<String, Object> values) {
    TemplateCommand template = helm().template().withName("workerpool").withNamespace(NAMESPACE);
    values.forEach(template::set);
    return objects(template.withKubeVersion("1.34.0").call());
  }

  /** The objects of a file of several YAML documents; empty documents are left out. */
  static List<JsonNode> objects(String yaml) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(yaml.replaceAll("(?m)^# Source:.*$", ""))) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code Kind/name}, as it is shown when a check fails. */
  static String title(JsonNode object) {
    return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
  }
}
