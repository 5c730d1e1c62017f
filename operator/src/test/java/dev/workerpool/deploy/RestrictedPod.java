package dev.workerpool.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of the Pod Security Standard "restricted" that a pod spec without host access can
 * break, and a read-only root file system, which the standard doesn't ask for but we do.
 */
final class RestrictedPod {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private RestrictedPod() {}

  /** What the pod spec breaks, one sentence each; empty when it passes. */
  static List<String> violations(JsonNode pod) {
    List<String> found = new ArrayList<>();
    check(found, pod.at("/securityContext/runAsNonRoot").asBoolean(), "pod: runAsNonRoot");
    check(
        found,
        pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
        "pod: seccompProfile");
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      check(found, !pod.path(host).asBoolean(), "pod: " + host);
    }
    for (JsonNode volume : pod.path("volumes")) {
      volume
          .fieldNames()
          .forEachRemaining(
              kind ->
                  check(
                      found,
                      kind.equals("name") || VOLUMES.contains(kind),
                      "volume " + volume.path("name").asText() + ": " + kind));
    }
    pod.path("containers").forEach(container -> check(found, container));
    pod.path("initContainers").forEach(container -> check(found, container));
    return found;
  }

  private static void check(List<String> found, JsonNode container) {
    String name = container.path("name").asText() + ": ";
    JsonNode context = container.path("securityContext");
    check(
        found,
        !context.path("allowPrivilegeEscalation").asBoolean(true),
        name + "allowPrivilegeEscalation");
    check(found, context.path("readOnlyRootFilesystem").asBoolean(), name + "readOnlyRoot");
    check(found, !context.path("privileged").asBoolean(), name + "privileged");
    check(
        found,
        context.at("/capabilities/drop").toString().equals("[\"ALL\"]")
            && context.at("/capabilities/add").isMissingNode(),
        name + "capabilities");
    container.path("ports").forEach(p -> check(found, !p.has("hostPort"), name + "hostPort"));
  }

  private static void check(List<String> found, boolean passes, String rule) {
    if (!passes) {
      found.add(rule);
    }
  }
}
