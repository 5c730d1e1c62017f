package dev.workerpool.bench;

import dev.workerpool.api.WorkerPool;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** The same pods, asked for as a pool and as a Job. */
final class Templates {
  /** Label and taint of the nodes that {@code .ci/cluster/kwok.sh} makes. */
  static final String FAKE = "kwok";

  private static final String IMAGE = "workerpool.dev/worker-java:0.1.0";

  private Templates() {}

  /** Pods that run until they are deleted, on nodes of kwok. */
  static PodTemplateSpec onFakeNodes() {
    return new PodTemplateSpecBuilder(pod("sleep", "infinity"))
        .editSpec()
        .withNodeSelector(Map.of("type", FAKE))
        .addNewToleration()
        .withKey(FAKE)
        .withOperator("Exists")
        .endToleration()
        .endSpec()
        .build();
  }

  /**
   * Pods that wait for a scheduler which isn't there: so a machine that holds the whole control
   * plane creates pods, and is not busy with placing them.
   */
  static PodTemplateSpec onNoNodes() {
    return new PodTemplateSpecBuilder(pod("sleep", "infinity"))
        .editSpec()
        .withSchedulerName("nobody")
        .endSpec()
        .build();
  }

  /** Pods that end at once with exit code 0, on real nodes. */
  static PodTemplateSpec onRealNodes() {
    return pod("true");
  }

  private static PodTemplateSpec pod(String... command) {
    return new PodTemplateSpecBuilder()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("worker")
        .withImage(IMAGE)
        .withCommand(command)
        .endContainer()
        .endSpec()
        .build();
  }

  static WorkerPool pool(BenchCluster cluster, String name, int processes, PodTemplateSpec pods) {
    var meta = Map.of("name", name, "namespace", cluster.namespace());
    var spec = Map.of("replicas", processes, "shim", "Image", "template", pods);
    return Serialization.unmarshal(
        Serialization.asJson(
            Map.of(
                "apiVersion",
                WorkerPool.API_VERSION,
                "kind",
                WorkerPool.KIND,
                "metadata",
                meta,
                "spec",
                spec)),
        WorkerPool.class);
  }

  static Job job(BenchCluster cluster, String name, int pods, PodTemplateSpec template) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(cluster.namespace())
        .endMetadata()
        .withNewSpec()
        .withParallelism(pods)
        .withCompletions(pods)
        .withTemplate(template)
        .endSpec()
        .build();
  }
}
