package dev.workerpool.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The golden files of the truth table: a folder a row, with the case and, mostly, a pod. */
public final class TruthTable {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "dev", "workerpool", "process", "truth-table");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A row.
   *
   * @param what as in the file: spec, startedBefore, problem, expected, ready
   * @param pod as the API server has it; empty for none
   */
  public record Case(String name, JsonNode what, Optional<Pod> pod) {
    public String row() {
      return what.path("row").asText();
    }

    public JsonNode expected() {
      return what.path("expected");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private TruthTable() {}

  public static List<Case> cases() {
    try (var folders = Files.list(FOLDER)) {
      return folders.sorted().map(TruthTable::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(Path folder) {
    try {
      Path pod = folder.resolve("pod.json");
      return new Case(
          folder.getFileName().toString(),
          JSON.readTree(folder.resolve("case.json").toFile()),
          Files.exists(pod)
              ? Optional.of(Serialization.unmarshal(Files.readString(pod), Pod.class))
              : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
