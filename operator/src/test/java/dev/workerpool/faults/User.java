package dev.workerpool.faults;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Who makes and changes a pool. Goes to the server directly: no fault befalls what it does. */
final class User {
  private static final String POOL =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata: {name: %s, namespace: %s}
      spec:
        shim: Image
        template:
          spec:
            schedulerName: nobody
            terminationGracePeriodSeconds: 1
            containers: [{name: worker, image: nowhere.invalid/none, command: [c]}]
      %s""";

  private final KubernetesClient client;
  private final String namespace;
  private final String pool;

  User(KubernetesClient client, String namespace, String pool) {
    this.client = client;
    this.namespace = namespace;
    this.pool = pool;
  }

  String pool() {
    return pool;
  }

  void create(String spec) {
    var yaml = POOL.formatted(pool, namespace, spec.indent(2));
    client.resource(Serialization.unmarshal(yaml, WorkerPool.class)).create();
  }

  /** By JSON merge patch. */
  void patch(String spec) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  void annotate(String key, String value) {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(key, value));
  }

  void scale(int replicas) {
    patch("{\"replicas\":%d}".formatted(replicas));
  }

  void delete() {
    delete(DeletionPropagation.BACKGROUND);
  }

  void delete(DeletionPropagation how) {
    resource().withPropagationPolicy(how).delete();
  }

  /** As an eviction does it, or {@code kubectl delete pod}. */
  void deletePod(Pod pod) {
    client.resource(pod).delete();
  }

  /** With grace period 0: nobody waits for the process. */
  void forceDeletePod(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** Its program ends by itself, at this moment of all. */
  void ends(Pod pod, int code) {
    new Kubelet(client, namespace).ends(pod, code);
  }

  private Resource<WorkerPool> resource() {
    return client.resources(WorkerPool.class).inNamespace(namespace).withName(pool);
  }
}
