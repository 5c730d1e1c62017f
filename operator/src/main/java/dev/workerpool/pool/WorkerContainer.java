package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.api.ProcessSpec;
import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container that is the process: the template's, with what this process has of its own. */
final class WorkerContainer {
  private static final String ENV_TERMINATION_LOG = "WORKERPOOL_TERMINATION_LOG";
  private static final String DEFAULT_TERMINATION_LOG = "/dev/termination-log";

  private final WorkerPool pool;
  private final PodAction.Create create;
  private final PodSettings settings;

  WorkerContainer(WorkerPool pool, PodAction.Create create, PodSettings settings) {
    this.pool = pool;
    this.create = create;
    this.settings = settings;
  }

  /** Its place in the list: the container named worker, else the first. */
  static int indexIn(List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (Labels.WORKER_CONTAINER.equals(containers.get(i).getName())) {
        return i;
      }
    }
    return 0;
  }

  /** The command of a process: its own, else the template's. */
  static List<String> command(Container template, Optional<ProcessSpec> process) {
    return process
        .map(ProcessSpec::command)
        .filter(c -> !c.isEmpty())
        .orElse(template.getCommand() == null ? List.of() : template.getCommand());
  }

  Container from(Container template) {
    var process = Keys.named(pool.getSpec(), create.key());
    boolean inject = pool.getSpec().shim() == Shim.INJECT;
    var command = new ArrayList<>(command(template, process));
    if (pool.getSpec().shim() != Shim.NONE
        && !command.isEmpty()
        && !command.get(0).equals(Labels.INIT_PATH)) {
      command.addAll(0, List.of(Labels.INIT_PATH, "--"));
    }
    var builder =
        new ContainerBuilder(template)
            .withCommand(command)
            .withArgs(args(template, process))
            .withEnv(env(template, process))
            .addToVolumeMounts(
                new VolumeMountBuilder()
                    .withName(Labels.TOKEN_VOLUME)
                    .withMountPath(Labels.TOKEN_MOUNT)
                    .withReadOnly(true)
                    .build());
    if (inject) {
      builder.addToVolumeMounts(
          new VolumeMountBuilder()
              .withName(Labels.INIT_NAME)
              .withMountPath(Labels.INIT_MOUNT)
              .withReadOnly(true)
              .build());
    }
    return builder.build();
  }

  /** A process with a command of its own doesn't get the arguments of the template's. */
  private static List<String> args(Container template, Optional<ProcessSpec> process) {
    if (process.isPresent()
        && !(process.get().command().isEmpty() && process.get().args().isEmpty())) {
      return process.get().args();
    }
    return template.getArgs() == null ? List.of() : template.getArgs();
  }

  /** Ours come first, so that the others can refer to them, and can't be overridden. */
  private List<EnvVar> env(Container template, Optional<ProcessSpec> process) {
    Map<String, EnvVar> byName = new LinkedHashMap<>();
    ours(template).forEach(e -> byName.put(e.getName(), e));
    var others = new ArrayList<>(template.getEnv() == null ? List.of() : template.getEnv());
    var own = process.map(ProcessSpec::env).orElse(List.of());
    others.addAll(own);
    var oursOnly = List.copyOf(byName.keySet());
    others.stream()
        .filter(e -> !oursOnly.contains(e.getName()))
        .forEach(e -> byName.put(e.getName(), e));
    return List.copyOf(byName.values());
  }

  private List<EnvVar> ours(Container template) {
    var meta = pool.getMetadata();
    var env = new ArrayList<EnvVar>();
    env.add(var(Labels.ENV_URL, settings.relayUrl()));
    env.add(var(Labels.ENV_CHANNEL, pool.channelName()));
    env.add(var(Labels.ENV_NAMESPACE, meta.getNamespace()));
    env.add(var(Labels.ENV_POOL, meta.getName()));
    env.add(var(Labels.ENV_PROCESS, literal(Keys.nameOf(pool.getSpec(), create.key()))));
    env.add(var(Labels.ENV_KEY, create.key()));
    env.add(var(Labels.ENV_ATTEMPT, Integer.toString(create.attempt())));
    boolean daemon =
        Keys.isNumber(create.key())
            ? pool.getSpec().daemon()
            : Keys.named(pool.getSpec(), create.key()).map(ProcessSpec::daemon).orElse(false);
    env.add(var(Labels.ENV_DAEMON, Boolean.toString(daemon)));
    env.add(podUid());
    env.add(var(Labels.ENV_TOKEN_FILE, Labels.TOKEN_FILE));
    String log = template.getTerminationMessagePath();
    if (log != null && !log.equals(DEFAULT_TERMINATION_LOG)) {
      env.add(var(ENV_TERMINATION_LOG, log));
    }
    return env;
  }

  private static EnvVar podUid() {
    return new EnvVarBuilder()
        .withName(Labels.ENV_POD_UID)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.uid")
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /** A name may hold a dollar sign, which Kubernetes would expand in a value. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }

  private static EnvVar var(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }
}
