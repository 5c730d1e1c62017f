package dev.workerpool.faults;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/**
 * Plays a node: gives pods a place, and writes what a kubelet would write of them. Each step looks
 * at a pod as it is and does the next thing to it, once.
 */
final class Kubelet {
  private final KubernetesClient client;
  private final String node;
  private final Set<String> done = new HashSet<>();

  Kubelet(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
  }

  /** The next thing that happens to the pod; false when nothing does. */
  boolean step(Pod pod, Fate fate) {
    try {
      return next(pod, fate);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404 || e.getCode() == 409) {
        return true; // seen too late, and so seen again
      }
      throw e;
    }
  }

  /** The program of a running pod ends with that code. */
  void ends(Pod pod, int code) {
    write(pod, ended(pod, code, Fate.exits(code)));
  }

  private boolean next(Pod pod, Fate fate) {
    var meta = pod.getMetadata();
    boolean placed = pod.getSpec().getNodeName() != null;
    boolean going = meta.getDeletionTimestamp() != null;
    if (!placed) {
      return !going && once(pod, "place", () -> place(pod));
    }
    String phase = pod.getStatus().getPhase();
    if (phase.equals("Pending") && !going) {
      return once(
          pod, "run", () -> write(pod, fate.ends() ? ended(pod, fate.exit(), fate) : up(pod)));
    }
    boolean over = phase.equals("Succeeded") || phase.equals("Failed");
    if (going && !over) {
      return once(pod, "end", () -> write(pod, ended(pod, fate.onTerm(), fate)));
    }
    boolean mayGo = going && !Long.valueOf(0).equals(meta.getDeletionGracePeriodSeconds());
    return mayGo && once(pod, "gone", () -> remove(pod));
  }

  private boolean once(Pod pod, String what, Runnable work) {
    String key = what + pod.getMetadata().getUid();
    if (done.contains(key)) {
      return false;
    }
    work.run();
    done.add(key);
    return true;
  }

  private void place(Pod pod) {
    var meta = pod.getMetadata();
    String binding =
        """
        {"apiVersion":"v1","kind":"Binding","metadata":{"name":"%s","uid":"%s"},
         "target":{"apiVersion":"v1","kind":"Node","name":"%s"}}"""
            .formatted(meta.getName(), meta.getUid(), node);
    client.raw(path(pod) + "/binding", "POST", binding);
  }

  private void write(Pod pod, PodStatus status) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(name(pod))
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"uid\":\"%s\"},\"status\":%s}"
                .formatted(pod.getMetadata().getUid(), Serialization.asJson(status)));
  }

  /** Since half an hour, and ended long ago, so that no back-off has to be waited for. */
  private static PodStatus up(Pod pod) {
    var state =
        new ContainerStateBuilder().withNewRunning().withStartedAt(ago(30)).endRunning().build();
    return status(pod, "Running", state);
  }

  private static PodStatus ended(Pod pod, int code, Fate fate) {
    String record =
        fate.signalled()
            ? "{\"workerpool\":1,\"signal\":%d}".formatted(code - 128)
            : "{\"workerpool\":1,\"exit\":%d}".formatted(code);
    var state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(code)
            .withReason(code == 0 ? "Completed" : "Error")
            .withMessage(record + "\n")
            .withStartedAt(ago(30))
            .withFinishedAt(pod.getMetadata().getDeletionTimestamp() == null ? ago(20) : ago(0))
            .withContainerID("containerd://played")
            .endTerminated()
            .build();
    return status(pod, code == 0 ? "Succeeded" : "Failed", state);
  }

  private static String ago(int minutes) {
    return Instant.now()
        .minus(minutes, ChronoUnit.MINUTES)
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private static PodStatus status(
      Pod pod, String phase, io.fabric8.kubernetes.api.model.ContainerState state) {
    var container = pod.getSpec().getContainers().get(0);
    return new PodStatusBuilder()
        .withPhase(phase)
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("played")
                .withReady(state.getRunning() != null)
                .withStarted(state.getRunning() != null)
                .withRestartCount(0)
                .withState(state)
                .build())
        .build();
  }

  private void remove(Pod pod) {
    var options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions()
            .withUid(pod.getMetadata().getUid())
            .endPreconditions()
            .build();
    client.raw(path(pod), "DELETE", options);
  }

  /** The process of a pod, as a label tells it. */
  static String key(Pod pod) {
    return pod.getMetadata().getLabels().get(Labels.KEY);
  }

  static int attempt(Pod pod) {
    return Integer.parseInt(pod.getMetadata().getLabels().get(Labels.ATTEMPT));
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static String path(Pod pod) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(pod.getMetadata().getNamespace(), name(pod));
  }
}
