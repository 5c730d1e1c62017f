package dev.workerpool.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdsUpToDateTest {
  private static final Path COMMITTED = Path.of("..", "crds", GeneratedCrd.FILE);
  private static final String COMMAND = "cp operator/target/crds/" + GeneratedCrd.FILE + " crds/";

  /** What {@code kubectl apply} can keep in the annotation with which it finds changes. */
  private static final int MOST_BYTES_OF_ANNOTATIONS = 262_144;

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }

  @Test
  void committedDefinition_isWhatTheRecordsSay() throws IOException {
    Path generated = GeneratedCrd.generate();

    assertThat(COMMITTED).as("after a change of api/, run: " + COMMAND).exists();
    assertThat(Files.readString(COMMITTED))
        .as("after a change of api/, run: " + COMMAND)
        .isEqualTo(Files.readString(generated));
  }

  @Test
  void definition_fitsClientSideApply() throws IOException {
    assertThat(read(COMMITTED).toString().length()).isLessThan(MOST_BYTES_OF_ANNOTATIONS / 2);
  }

  @Test
  void everyFieldOfOurs_hasADescription() throws IOException {
    JsonNode schema = read(COMMITTED).at("/spec/versions/0/schema/openAPIV3Schema");
    var missing = new ArrayList<String>();
    walk(schema.at("/properties/spec"), "spec", missing);
    walk(schema.at("/properties/status"), "status", missing);

    assertThat(missing).isEmpty();
  }

  /** Not below fields of Kubernetes' own types, whose descriptions say where theirs are. */
  private static void walk(JsonNode schema, String path, List<String> missing) {
    if (schema.path("description").asText().isBlank()) {
      missing.add(path);
    }
    if (schema.path("description").asText().contains("kubectl explain")) {
      return;
    }
    for (var field : schema.path("properties").properties()) {
      walk(field.getValue(), path + "." + field.getKey(), missing);
    }
    for (var field : schema.path("items").path("properties").properties()) {
      walk(field.getValue(), path + "[]." + field.getKey(), missing);
    }
  }

  @Test
  void columns_readAsASentence() throws IOException {
    JsonNode columns = read(COMMITTED).at("/spec/versions/0/additionalPrinterColumns");

    assertThat(columns.findValuesAsText("name"))
        .containsExactly(
            "Desired",
            "Alive",
            "Succeeded",
            "Failed",
            "Exit codes",
            "Ready",
            "Leased",
            "Done",
            "Age");
  }
}
