package dev.workerpool.local;

import dev.workerpool.api.Labels;
import dev.workerpool.process.GracePeriods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a pod is run here: its worker's command, environment and grace period. Pure.
 *
 * @param command with the arguments, expanded; without the shim
 * @param environment what the pod's spec says, in its order
 * @param grace between SIGTERM and SIGKILL
 */
record Launch(List<String> command, Map<String, String> environment, Duration grace) {
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private static final List<String> SHIM = List.of(Labels.INIT_PATH, "--");

  Launch {
    command = List.copyOf(command);
  }

  /**
   * @param pod rendered, with its uid
   * @param local variables whose values are other ones here (the token's file)
   */
  static Launch of(Pod pod, Map<String, String> local) {
    Container worker = worker(pod.getSpec().getContainers());
    Map<String, String> environment = environment(pod, worker, local);
    var words = new ArrayList<String>();
    words.addAll(withoutShim(orEmpty(worker.getCommand())));
    words.addAll(orEmpty(worker.getArgs()));
    return new Launch(
        words.stream().map(word -> Expansion.of(word, environment)).toList(),
        environment,
        grace(pod));
  }

  /** Between SIGTERM and SIGKILL. */
  static Duration grace(Pod pod) {
    Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(grace == null ? DEFAULT_GRACE_SECONDS : GracePeriods.bounded(grace));
  }

  /** The container that is the process: the one named worker, else the first. */
  static Container worker(List<Container> containers) {
    return containers.stream()
        .filter(container -> Labels.WORKER_CONTAINER.equals(container.getName()))
        .findFirst()
        .orElse(containers.get(0));
  }

  private static List<String> withoutShim(List<String> command) {
    return command.size() >= 2 && command.subList(0, 2).equals(SHIM)
        ? command.subList(2, command.size())
        : command;
  }

  /** Each value may refer to the variables before it. */
  private static Map<String, String> environment(
      Pod pod, Container worker, Map<String, String> local) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable : orEmpty(worker.getEnv())) {
      String value =
          variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null
              ? PodField.of(pod, variable.getValueFrom().getFieldRef().getFieldPath())
              : Expansion.of(variable.getValue() == null ? "" : variable.getValue(), environment);
      environment.put(variable.getName(), local.getOrDefault(variable.getName(), value));
    }
    return environment;
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
