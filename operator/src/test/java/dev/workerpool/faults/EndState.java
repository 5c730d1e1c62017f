package dev.workerpool.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A pool and its pods without what differs from run to run: uids, versions, times and the pool's
 * name.
 */
record EndState(String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CHANGING =
      Set.of(
          "uid",
          "namespace",
          "nodeName",
          "resourceVersion",
          "creationTimestamp",
          "managedFields",
          "lastTransitionTime",
          "lastProbeTime",
          "startedAt",
          "finishedAt",
          "startTime",
          "oldestSince",
          "deletionTimestamp");

  private static final Set<String> HISTORY =
      Set.of("exitCodes", "exitSummary", "processes", "terminated", "disruptions", "restarts");

  static EndState of(WorkerPool pool, List<Pod> pods, String poolName) {
    var text = new StringBuilder();
    if (pool != null) {
      text.append(one(pool, pool.getMetadata().getUid(), poolName));
    }
    pods.stream()
        .sorted(Comparator.comparing(p -> Kubelet.key(p) + "/" + Kubelet.attempt(p)))
        .map(p -> one(p, p.getMetadata().getLabels().get("workerpool.dev/pool-uid"), poolName))
        .forEach(text::append);
    return new EndState(text.toString());
  }

  /** Without what depends on how long something lasted: what was alive meanwhile and ended. */
  EndState withoutHistory() {
    var lines = new StringBuilder();
    boolean told = true;
    for (String line : text.split("\n")) {
      if (line.matches(" {4}\"[a-zA-Z]+\" : .*")) {
        told = HISTORY.stream().noneMatch(h -> line.startsWith("    \"" + h + "\""));
      }
      if (told) {
        lines.append(line).append('\n');
      }
    }
    return new EndState(lines.toString());
  }

  private static String one(HasMetadata object, String poolUid, String poolName) {
    ObjectNode tree = read(object);
    boolean going = object.getMetadata().getDeletionTimestamp() != null;
    tree.withObjectProperty("metadata").put("going", going);
    if (object instanceof Pod) {
      tree.remove("spec");
    }
    String letters = poolUid.replace("-", "");
    return sorted(tree)
            .toPrettyString()
            .replace(poolUid, "POOL-UID")
            .replace("-" + letters.substring(letters.length() - 5) + "-", "-UID5-")
            .replace(poolName, "POOL")
        + "\n";
  }

  private static ObjectNode read(HasMetadata object) {
    try {
      return (ObjectNode) JSON.readTree(Serialization.asJson(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      node.forEach(n -> array.add(sorted(n)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    var fields = new TreeMap<String, JsonNode>();
    node.properties().forEach(f -> fields.put(f.getKey(), f.getValue()));
    ObjectNode object = JSON.createObjectNode();
    fields.forEach(
        (name, value) -> {
          if (!CHANGING.contains(name) && !value.isNull()) {
            object.set(name, sorted(value));
          }
        });
    return object;
  }

  /** The lines in which they differ, for people. */
  String differenceTo(EndState other) {
    var mine = List.of(text.split("\n"));
    var theirs = List.of(other.text.split("\n"));
    var lines = new StringBuilder();
    mine.stream()
        .filter(l -> !theirs.contains(l))
        .forEach(l -> lines.append("- ").append(l).append('\n'));
    theirs.stream()
        .filter(l -> !mine.contains(l))
        .forEach(l -> lines.append("+ ").append(l).append('\n'));
    if (lines.isEmpty() && !equals(other)) {
      lines
          .append("other order or number of lines:\n")
          .append(text)
          .append("---\n")
          .append(other.text);
    }
    return lines.toString();
  }
}
