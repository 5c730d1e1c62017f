package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPoolSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Names and paths of the template that {@link WorkerPods} adds itself. The server would refuse the
 * pod as well, but in words about the pod, whose lists are longer than the template's.
 */
final class AddedNames {
  private final boolean inject;
  private final List<String> faults = new ArrayList<>();

  private AddedNames(boolean inject) {
    this.inject = inject;
  }

  /** One line a fault, each beginning with the field. */
  static List<String> faults(WorkerPoolSpec spec) {
    var added = new AddedNames(spec.shim() == Shim.INJECT);
    added.look(spec.template().getSpec());
    return added.faults;
  }

  private void look(PodSpec template) {
    var containers = template.getContainers();
    int index = WorkerContainer.indexIn(containers);
    find("volumes[%d].name", template.getVolumes(), Volume::getName, volumes());
    var init = inject ? Set.of(Labels.INIT_NAME) : Set.<String>of();
    find("containers[%d].name", containers, Container::getName, init);
    find("initContainers[%d].name", template.getInitContainers(), Container::getName, init);
    find(
        "containers[" + index + "].volumeMounts[%d].mountPath",
        containers.get(index).getVolumeMounts(),
        VolumeMount::getMountPath,
        inject ? Set.of(Labels.TOKEN_MOUNT, Labels.INIT_MOUNT) : Set.of(Labels.TOKEN_MOUNT));
  }

  private Set<String> volumes() {
    return inject ? Set.of(Labels.TOKEN_VOLUME, Labels.INIT_NAME) : Set.of(Labels.TOKEN_VOLUME);
  }

  private <T> void find(String field, List<T> list, Function<T, String> text, Set<String> ours) {
    for (int i = 0; list != null && i < list.size(); i++) {
      String given = text.apply(list.get(i));
      if (given != null && ours.contains(given)) {
        faults.add(
            "spec.template.spec.%s: %s is what the operator adds itself; take another"
                .formatted(field.formatted(i), given));
      }
    }
  }
}
