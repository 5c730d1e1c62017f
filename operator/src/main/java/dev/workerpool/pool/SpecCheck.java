package dev.workerpool.pool;

import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPoolSpec;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a spec that the schema cannot say, for instance about the template's lists.
 */
public final class SpecCheck {

  private SpecCheck() {}

  /** One line a fault, each beginning with the field; empty when there is none. */
  public static List<String> faults(WorkerPoolSpec spec) {
    var faults = new ArrayList<String>();
    var template = spec.template() == null ? null : spec.template().getSpec();
    if (template == null
        || template.getContainers() == null
        || template.getContainers().isEmpty()) {
      return List.of("spec.template.spec.containers: required");
    }
    String restart = template.getRestartPolicy();
    if (restart != null && !restart.equals("Never")) {
      faults.add("spec.template.spec.restartPolicy: leave it out; spec.restartPolicy decides");
    }
    restarts(template.getContainers(), faults);
    faults.addAll(AddedNames.faults(spec));
    if (spec.shim() == Shim.INJECT) {
      commands(spec, template.getContainers(), faults);
    }
    slugs(spec, faults);
    return faults;
  }

  /** A container that the kubelet starts again would be alive and have an exit code. */
  private static void restarts(List<Container> containers, List<String> faults) {
    int index = WorkerContainer.indexIn(containers);
    var worker = containers.get(index);
    String field = "spec.template.spec.containers[%d].".formatted(index);
    String decides = ": leave it out; spec.restartPolicy decides";
    if (worker.getRestartPolicy() != null && !worker.getRestartPolicy().equals("Never")) {
      faults.add(field + "restartPolicy" + decides);
    }
    if (worker.getRestartPolicyRules() != null && !worker.getRestartPolicyRules().isEmpty()) {
      faults.add(field + "restartPolicyRules" + decides);
    }
  }

  private static void commands(
      WorkerPoolSpec spec, List<Container> containers, List<String> faults) {
    int index = WorkerContainer.indexIn(containers);
    var worker = containers.get(index);
    boolean templateHas = worker.getCommand() != null && !worker.getCommand().isEmpty();
    boolean allNamedHave =
        !spec.processes().isEmpty()
            && spec.processes().stream().noneMatch(p -> p.command().isEmpty());
    if (!templateHas && !(spec.replicas() == 0 && allNamedHave)) {
      faults.add(
          "spec.template.spec.containers[%d].command: required with shim: Inject".formatted(index));
    }
  }

  private static void slugs(WorkerPoolSpec spec, List<String> faults) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < spec.processes().size(); i++) {
      String slug = Keys.slug(spec.processes().get(i).name());
      Integer former = seen.putIfAbsent(slug, i);
      String field = "spec.processes[%d].name: ".formatted(i);
      if (!Keys.isKey(slug)) {
        faults.add(field + "needs a letter from a to z");
      } else if (former != null) {
        faults.add(field + "reads as %s, as does processes[%d]".formatted(slug, former));
      }
    }
  }
}
