package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.api.Shim;
import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * (pool, key, attempt) → the pod. The same arguments give the same pod. The spec is taken to be one
 * that {@link SpecCheck} has nothing to say about.
 */
public final class WorkerPods {
  private static final long TOKEN_SECONDS = 3600;
  private static final Set<String> COPIED_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  private final PodSettings settings;

  public WorkerPods(PodSettings settings) {
    this.settings = settings;
  }

  /** The name of the pod of an attempt. */
  public static String name(WorkerPool pool, String key, int attempt) {
    var meta = pool.getMetadata();
    return PodNames.of(meta.getName(), meta.getUid(), key, attempt);
  }

  /** The pod of an attempt; made without a builder, which would copy all of it twice more. */
  public Pod render(WorkerPool pool, PodAction.Create create) {
    var template = pool.getSpec().template();
    var pod = new Pod();
    pod.setMetadata(metadata(pool, template.getMetadata(), create));
    pod.setSpec(spec(pool, template.getSpec(), create));
    return pod;
  }

  private static ObjectMeta metadata(
      WorkerPool pool, ObjectMeta template, PodAction.Create create) {
    var meta = pool.getMetadata();
    var base = template == null ? new ObjectMeta() : template;
    String container = container(pool);
    return new ObjectMetaBuilder()
        .withName(name(pool, create.key(), create.attempt()))
        .withNamespace(meta.getNamespace())
        .withLabels(base.getLabels() == null ? new TreeMap<>() : new TreeMap<>(base.getLabels()))
        .addToAnnotations(Labels.DEFAULT_CONTAINER, container)
        .addToAnnotations(base.getAnnotations())
        .addToLabels(Labels.POOL, meta.getName())
        .addToLabels(Labels.POOL_UID, meta.getUid())
        .addToLabels(Labels.CHANNEL, pool.channelName())
        .addToLabels(Labels.KEY, create.key())
        .addToLabels(Labels.ATTEMPT, Integer.toString(create.attempt()))
        .addToAnnotations(Labels.PROCESS_NAME, Keys.nameOf(pool.getSpec(), create.key()))
        .addToAnnotations(Labels.CONTAINER, container)
        .withFinalizers(base.getFinalizers())
        .addToFinalizers(Labels.FINALIZER)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(WorkerPool.API_VERSION)
                .withKind(WorkerPool.KIND)
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }

  /** Its name: in the pod it may be at another place, behind what an admission webhook adds. */
  private static String container(WorkerPool pool) {
    var containers = pool.getSpec().template().getSpec().getContainers();
    return containers.get(WorkerContainer.indexIn(containers)).getName();
  }

  private PodSpec spec(WorkerPool pool, PodSpec template, PodAction.Create create) {
    var containers = new ArrayList<>(template.getContainers());
    int index = WorkerContainer.indexIn(containers);
    Container worker = containers.get(index);
    containers.set(index, new WorkerContainer(pool, create, settings).from(worker));
    var builder =
        new PodSpecBuilder(template).withRestartPolicy("Never").addToVolumes(tokenVolume());
    if (template.getAutomountServiceAccountToken() == null) {
      builder.withAutomountServiceAccountToken(false);
    }
    if (pool.getSpec().shim() == Shim.INJECT) {
      builder.addToVolumes(
          new VolumeBuilder().withName(Labels.INIT_NAME).withNewEmptyDir().endEmptyDir().build());
      builder.addToInitContainers(0, init(worker));
    }
    var spec = builder.build();
    spec.setContainers(containers);
    return spec;
  }

  private static Volume tokenVolume() {
    return new VolumeBuilder()
        .withName(Labels.TOKEN_VOLUME)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken(Labels.AUDIENCE, TOKEN_SECONDS, "token")
        .endSource()
        .endProjected()
        .build();
  }

  /** Runs as the worker does, so that Pod Security and quotas judge it no worse. */
  private Container init(Container worker) {
    return new ContainerBuilder()
        .withName(Labels.INIT_NAME)
        .withImage(settings.initImage())
        .withImagePullPolicy(settings.pullPolicy())
        .withCommand(List.of("/init", "--install", Labels.INIT_MOUNT))
        .withSecurityContext(worker.getSecurityContext())
        .withResources(resources(worker.getResources()))
        .addNewVolumeMount()
        .withName(Labels.INIT_NAME)
        .withMountPath(Labels.INIT_MOUNT)
        .endVolumeMount()
        .build();
  }

  private static ResourceRequirements resources(ResourceRequirements worker) {
    return worker == null
        ? null
        : new ResourceRequirementsBuilder()
            .withRequests(copied(worker.getRequests()))
            .withLimits(copied(worker.getLimits()))
            .build();
  }

  private static Map<String, Quantity> copied(Map<String, Quantity> resources) {
    if (resources == null) {
      return Map.of();
    }
    var copy = new TreeMap<>(resources);
    copy.keySet().retainAll(COPIED_RESOURCES);
    return copy;
  }
}
