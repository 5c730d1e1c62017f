package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.api.Labels;
import dev.workerpool.api.ProcessSpec;
import dev.workerpool.api.WorkerPoolSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What only a cluster has: ignored and said so, or refused where the program needs it. Pure. */
final class LocalLimits {
  private static final String POD = "spec.template.spec.";
  private static final char NUL = 0;
  private static final Set<String> USED_OF_POD =
      Set.of("containers", "restartPolicy", "terminationGracePeriodSeconds");
  private static final Set<String> USED_OF_WORKER =
      Set.of("name", "command", "args", "env", "workingDir");

  private LocalLimits() {}

  /** Fields of the template that change nothing here, in the order of the file. */
  static List<String> ignored(JsonNode template) {
    JsonNode pod = template.path("spec");
    int worker = workerIndex(pod.path("containers"));
    JsonNode container = pod.path("containers").path(worker);
    String folderVolume = volumeAt(container, container.path("workingDir").asText());
    var ignored = new ArrayList<String>();
    for (var field : pod.properties()) {
      switch (field.getKey()) {
        case "volumes" -> volumes(field.getValue(), folderVolume, ignored);
        case "initContainers" -> named("init container", field.getValue(), -1, ignored);
        case "containers" -> named("sidecar", field.getValue(), worker, ignored);
        default -> {
          if (!USED_OF_POD.contains(field.getKey())) {
            ignored.add("the pod's " + field.getKey());
          }
        }
      }
    }
    container(container, folderVolume, ignored);
    return ignored;
  }

  /** Fields of the spec that have nothing to act on here. */
  static List<String> ignored(WorkerPoolSpec spec) {
    var ignored = new ArrayList<String>();
    if (spec.lostAfterSeconds() != null) {
      ignored.add("lostAfterSeconds");
    }
    if (spec.ttlSecondsAfterFinished() != null) {
      ignored.add("ttlSecondsAfterFinished");
    }
    return ignored;
  }

  private static void container(JsonNode container, String folderVolume, List<String> ignored) {
    for (var field : container.properties()) {
      String name = field.getKey();
      if (name.equals("image")) {
        ignored.add("image " + field.getValue().asText());
      } else if (!USED_OF_WORKER.contains(name)
          && !name.equals("imagePullPolicy")
          && !(name.equals("volumeMounts") && !folderVolume.isEmpty())) {
        ignored.add("the container's " + name);
      }
    }
  }

  /** The volume that is the working directory: in local mode the folder is that. */
  private static String volumeAt(JsonNode container, String workingDir) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (!workingDir.isEmpty() && workingDir.equals(mount.path("mountPath").asText())) {
        return mount.path("name").asText();
      }
    }
    return "";
  }

  private static void volumes(JsonNode volumes, String folderVolume, List<String> ignored) {
    for (JsonNode volume : volumes) {
      String name = volume.path("name").asText();
      if (!name.equals(folderVolume)) {
        ignored.add("volume " + name);
      }
    }
  }

  private static void named(String kind, JsonNode containers, int except, List<String> ignored) {
    for (int i = 0; i < containers.size(); i++) {
      if (i != except) {
        ignored.add(kind + " " + containers.path(i).path("name").asText());
      }
    }
  }

  private static int workerIndex(JsonNode containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (Labels.WORKER_CONTAINER.equals(containers.path(i).path("name").asText())) {
        return i;
      }
    }
    return 0;
  }

  /** What can't be run here, one line each, beginning with the field. */
  static List<String> refused(WorkerPoolSpec spec) {
    var refused = new ArrayList<String>();
    if (spec.suspend() && !spec.terminate()) {
      refused.add("spec.suspend: a suspended pool would never run anything here; leave it out");
    }
    if (spec.channel() != null && spec.channel().ref() != null) {
      refused.add(
          "spec.channel.ref: local mode runs one pool, so there is no other pool's channel; declare"
              + " the queues here");
    }
    List<Container> containers = spec.template().getSpec().getContainers();
    Container worker = Launch.worker(containers);
    String at = POD + "containers[" + containers.indexOf(worker) + "]";
    if (worker.getName() == null || worker.getName().isEmpty()) {
      refused.add(at + ".name: required");
    }
    if (worker.getEnvFrom() != null && !worker.getEnvFrom().isEmpty()) {
      refused.add(at + ".envFrom: local mode has no ConfigMaps and Secrets");
    }
    variables(at + ".env", worker.getEnv(), refused);
    boolean templateHas = worker.getCommand() != null && !worker.getCommand().isEmpty();
    for (int i = 0; i < spec.processes().size(); i++) {
      ProcessSpec process = spec.processes().get(i);
      variables("spec.processes[" + i + "].env", process.env(), refused);
      if (!templateHas && process.command().isEmpty()) {
        refused.add("spec.processes[" + i + "].command: required in local mode");
      }
    }
    if (!templateHas && spec.replicas() > 0) {
      refused.add(at + ".command: required in local mode, which has no images");
    }
    return refused;
  }

  private static void variables(String at, List<EnvVar> variables, List<String> refused) {
    for (int i = 0; variables != null && i < variables.size(); i++) {
      EnvVar variable = variables.get(i);
      impossible(at + "[" + i + "]", variable, refused);
      var from = variable.getValueFrom();
      if (from == null) {
        continue;
      }
      String field = at + "[" + i + "].valueFrom";
      if (from.getFieldRef() == null) {
        refused.add(field + ": local mode has only fieldRef (" + variable.getName() + ")");
      } else if (!PodField.known(from.getFieldRef().getFieldPath())) {
        String path = from.getFieldRef().getFieldPath();
        refused.add(field + ".fieldRef.fieldPath: not known in local mode: " + path);
      }
    }
  }

  /** What no process can have in its environment. */
  private static void impossible(String at, EnvVar variable, List<String> refused) {
    String name = variable.getName() == null ? "" : variable.getName();
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf(NUL) >= 0) {
      refused.add(at + ".name: can't name a variable: \"" + name + "\"");
    }
    if (variable.getValue() != null && variable.getValue().indexOf(NUL) >= 0) {
      refused.add(at + ".value: has a NUL character");
    }
  }
}
