package dev.workerpool.kube;

import dev.workerpool.api.Labels;
import dev.workerpool.pool.CreateOutcome;
import dev.workerpool.pool.PodAction;
import dev.workerpool.pool.PodRef;
import dev.workerpool.pool.Pods;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Pods of an API server. A delete has the uid as its precondition, a patch tests it, and what has
 * been done already is no error, so that every call can be repeated. It is one where the pod is
 * there and only changed too fast: then nothing was done.
 */
public final class KubePods implements Pods {
  private static final int UNPROCESSABLE = 422;
  private static final Set<Integer> NOTHING_TO_DO =
      Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, UNPROCESSABLE);

  private final KubernetesClient client;
  private final KubernetesClient reader;
  private final RawCalls calls;
  private final PodCreates creates;

  public KubePods(KubernetesClient client) {
    this(client, client, client);
  }

  /**
   * With other clients for what needs no whole pod as an answer.
   *
   * @param reader as {@link KubeClients#ofPods} makes it
   * @param creator as {@link KubeClients#direct} makes it
   */
  public KubePods(KubernetesClient client, KubernetesClient reader, KubernetesClient creator) {
    this.client = client;
    this.reader = reader;
    this.calls = new RawCalls(client);
    this.creates = new PodCreates(creator);
  }

  /** What the server answers is the pod once more, which nobody reads: a watch tells of it. */
  @Override
  public CreateOutcome create(Pod pod) {
    try {
      creates.create(pod);
      return new CreateOutcome.Created();
    } catch (KubernetesClientException e) {
      return Refusals.isAlreadyExists(e) ? existing(pod) : Refusals.of(e);
    }
  }

  @Override
  public CreateOutcome probe(Pod pod) {
    try {
      client.resource(pod).dryRun(true).create();
      return new CreateOutcome.Created();
    } catch (KubernetesClientException e) {
      return Refusals.isAlreadyExists(e) ? new CreateOutcome.Created() : Refusals.of(e);
    }
  }

  /** A pod of that name is there: ours if pool, process and attempt are the same. */
  private CreateOutcome existing(Pod wanted) {
    Pod there;
    try {
      there = resource(wanted.getMetadata()).get();
    } catch (KubernetesClientException e) {
      return Refusals.of(e);
    }
    if (there == null) {
      return new CreateOutcome.Unsure("the pod was there and is gone");
    }
    return isSame(there.getMetadata(), wanted.getMetadata())
        ? new CreateOutcome.AlreadyOurs()
        : new CreateOutcome.NameTaken(
            "pod %s exists and is not of this pool and attempt; rename or delete it"
                .formatted(wanted.getMetadata().getName()));
  }

  private static boolean isSame(ObjectMeta there, ObjectMeta wanted) {
    var labels = there.getLabels() == null ? Map.<String, String>of() : there.getLabels();
    return List.of(Labels.POOL_UID, Labels.KEY, Labels.ATTEMPT).stream()
            .allMatch(l -> Objects.equals(labels.get(l), wanted.getLabels().get(l)))
        && Objects.equals(controller(there), controller(wanted));
  }

  private static String controller(ObjectMeta meta) {
    return meta.getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void delete(PodAction.Delete delete) {
    if (delete.reason() != null) {
      stamp(delete.pod(), delete.reason(), null);
    }
    var pod = delete.pod();
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withNewPreconditions()
            .withUid(pod.uid())
            .endPreconditions()
            // 0 would take the pod away at once, whether its process has ended or not.
            .withGracePeriodSeconds(delete.kill() ? 1L : null)
            .build();
    tolerant(pod, () -> client.raw(path(pod), "DELETE", options));
  }

  /** Every pod of ours has annotations: its process's name is one. */
  @Override
  public void stamp(PodRef pod, String reason, Instant killAt) {
    String annotations = "/metadata/annotations/";
    var patch =
        new JsonPatch()
            .test("/metadata/uid", pod.uid())
            .add(annotations + JsonPatch.escape(Labels.STOP_REASON), reason);
    if (killAt != null) {
      patch.add(annotations + JsonPatch.escape(Labels.KILL_AT), killAt.toString());
    }
    tolerant(pod, () -> patch(pod, patch));
  }

  /** Ours is the first of the finalizers as a rule; where it isn't, a look at the pod tells. */
  @Override
  public void release(PodAction.Release release) {
    try {
      patch(release.pod(), removal(release.pod(), 0));
    } catch (KubernetesClientException e) {
      if (!NOTHING_TO_DO.contains(e.getCode())) {
        throw e;
      }
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        releaseAfterLook(release.pod());
      }
    }
  }

  private void releaseAfterLook(PodRef pod) {
    there(pod)
        .map(there -> there.getMetadata().getFinalizers().indexOf(Labels.FINALIZER))
        .filter(index -> index >= 0)
        .ifPresent(index -> patch(pod, removal(pod, index)));
  }

  private static JsonPatch removal(PodRef pod, int index) {
    String path = "/metadata/finalizers/" + index;
    return new JsonPatch()
        .test("/metadata/uid", pod.uid())
        .test(path, Labels.FINALIZER)
        .remove(path);
  }

  /** Not by the client library's own way, which gets the pod first. */
  private void patch(PodRef pod, JsonPatch patch) {
    calls.patch(path(pod), patch.toString());
  }

  private static String path(PodRef pod) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(pod.namespace(), pod.name());
  }

  private PodResource resource(ObjectMeta meta) {
    return client.pods().inNamespace(meta.getNamespace()).withName(meta.getName());
  }

  /** Gone, another one of the same name, or not to be patched so: the next look at it decides. */
  private void tolerant(PodRef pod, Runnable call) {
    try {
      call.run();
    } catch (KubernetesClientException e) {
      boolean tooFast = e.getCode() == HttpURLConnection.HTTP_CONFLICT && there(pod).isPresent();
      if (tooFast || !NOTHING_TO_DO.contains(e.getCode())) {
        throw e;
      }
    }
  }

  private Optional<Pod> there(PodRef pod) {
    return Optional.ofNullable(
            reader.pods().inNamespace(pod.namespace()).withName(pod.name()).get())
        .filter(found -> found.getMetadata().getUid().equals(pod.uid()));
  }
}
