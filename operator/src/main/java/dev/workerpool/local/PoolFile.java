package dev.workerpool.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolSpec;
import dev.workerpool.pool.SpecCheck;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A WorkerPool read from a file and checked as the API server would check it, and for what can't be
 * run here.
 *
 * @param folder working directory of the processes
 * @param pool with namespace and the schema's defaults, as yet without a uid
 * @param template the pod template as written, with nothing filled in
 * @param notes what was left out, one line each
 */
public record PoolFile(Path folder, WorkerPool pool, JsonNode template, List<String> notes) {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final String NAMESPACE = "default";

  /**
   * Reads FILE, or DIR/pool.yaml.
   *
   * @throws BadInput in one line, naming file and field
   */
  public static PoolFile read(Path given) {
    Path file = fileOf(given);
    return of(file, text(file));
  }

  /** Of that text, which is the file's. */
  static PoolFile of(Path file, String text) {
    var notes = new ArrayList<String>();
    ObjectNode document = workerPool(file, text, notes);
    return checked(file, document, notes);
  }

  private static Path fileOf(Path given) {
    if (!Files.exists(given)) {
      throw new BadInput(given + ": no such file or folder");
    }
    if (!Files.isDirectory(given)) {
      return given;
    }
    Path file = given.resolve("pool.yaml");
    if (!Files.isRegularFile(file)) {
      throw new BadInput(given + ": the folder has no pool.yaml");
    }
    return file;
  }

  private static ObjectNode workerPool(Path file, String text, List<String> notes) {
    var pools = new ArrayList<ObjectNode>();
    for (JsonNode document : YamlDocuments.read(file.toString(), text)) {
      if (WorkerPool.KIND.equals(document.path("kind").asText())
          && document instanceof ObjectNode pool) {
        pools.add(pool);
      } else if (document.isObject() && document.has("kind")) {
        notes.add(document.path("kind").asText() + " " + name(document));
      } else {
        throw new BadInput(file + ": kind: required (a document is no Kubernetes object)");
      }
    }
    if (pools.size() != 1) {
      String found = pools.isEmpty() ? "no WorkerPool" : pools.size() + " WorkerPools, not one";
      throw new BadInput(file + ": has " + found);
    }
    return pools.get(0);
  }

  private static String name(JsonNode document) {
    return document.path("metadata").path("name").asText("without a name");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new BadInput(file + ": is no UTF-8 text");
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be read: " + Causes.of(e));
    }
  }

  private static PoolFile checked(Path file, ObjectNode document, List<String> notes) {
    if (!WorkerPool.API_VERSION.equals(document.path("apiVersion").asText())) {
      throw new BadInput(file + ": apiVersion: must be " + WorkerPool.API_VERSION);
    }
    document.remove("status"); // as the server does where there is a status subresource
    JsonNode schema = Crd.schema();
    JsonNode value = StructuralSchema.defaulted(schema, StructuralSchema.pruned(schema, document));
    var faults = new ArrayList<>(SchemaCheck.faults(schema, value));
    if (faults.isEmpty()) {
      faults.addAll(metadataFaults(value.path("metadata")));
      faults.addAll(CelCheck.faults(schema, value));
    }
    refuse(file, faults);
    WorkerPool pool = pool(file, value);
    refuse(file, SpecCheck.faults(pool.getSpec()));
    refuse(file, LocalLimits.refused(pool.getSpec()));
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new PoolFile(folder, pool, document.path("spec").path("template"), List.copyOf(notes));
  }

  private static List<String> metadataFaults(JsonNode metadata) {
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      return List.of("metadata.name: required");
    }
    return name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?") && name.length() <= 253
        ? List.of()
        : List.of("metadata.name: must be of a-z, 0-9, '-' and '.', not \"" + name + "\"");
  }

  private static void refuse(Path file, List<String> faults) {
    if (!faults.isEmpty()) {
      String more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
      throw new BadInput(file + ": " + faults.get(0) + more);
    }
  }

  private static WorkerPool pool(Path file, JsonNode value) {
    try {
      ObjectMeta metadata = JSON.treeToValue(value.path("metadata"), ObjectMeta.class);
      if (!metadata.getAdditionalProperties().isEmpty()) {
        String field = metadata.getAdditionalProperties().keySet().iterator().next();
        throw new BadInput(file + ": metadata." + field + ": unknown field");
      }
      if (metadata.getNamespace() == null) {
        metadata.setNamespace(NAMESPACE);
      }
      metadata.setGeneration(1L);
      WorkerPool pool = new WorkerPool();
      pool.setMetadata(metadata);
      pool.setSpec(JSON.treeToValue(value.path("spec"), WorkerPoolSpec.class));
      return pool;
    } catch (JsonProcessingException e) {
      throw new BadInput(file + ": " + e.getOriginalMessage());
    }
  }
}
