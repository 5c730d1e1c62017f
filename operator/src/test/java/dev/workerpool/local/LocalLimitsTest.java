package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.pool.Fixtures;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalLimitsTest {

  @Test
  void ignored_whatOnlyAClusterHas_isNamed() {
    assertThat(
            ignored(
                """
                metadata: {labels: {a: b}}
                spec:
                  nodeSelector: {gpu: "yes"}
                  terminationGracePeriodSeconds: 5
                  initContainers: [{name: prepare}]
                  containers:
                  - {name: proxy}
                  - name: worker
                    image: example/worker:1
                    imagePullPolicy: Always
                    command: [x]
                    resources: {limits: {cpu: 1}}
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                  volumes: [{name: scratch, emptyDir: {}}]
                """))
        .containsExactly(
            "the pod's nodeSelector",
            "init container prepare",
            "sidecar proxy",
            "volume scratch",
            "image example/worker:1",
            "the container's resources",
            "the container's volumeMounts");
  }

  @Test
  void ignored_volumeThatIsTheWorkingDirectory_isWhatTheFolderStandsFor() {
    assertThat(
            ignored(
                """
                spec:
                  containers:
                  - name: worker
                    command: [java, Program.java]
                    workingDir: /program
                    volumeMounts: [{name: program, mountPath: /program}]
                  volumes: [{name: program, configMap: {name: program}}]
                """))
        .isEmpty();
  }

  private static List<String> refused(String spec) {
    return LocalLimits.refused(Fixtures.pool(spec).getSpec());
  }

  /** What a server refuses, and what no process can be started with. */
  @Test
  void variablesAndContainersThatCannotBe_areRefused() {
    var spec =
        Fixtures.pool("{replicas: 1, processes: [{name: a, env: [{name: B, value: \"\\0\"}]}]}")
            .getSpec();
    var worker = spec.template().getSpec().getContainers().get(0);
    worker.setName(null);
    worker.setEnv(List.of(new EnvVar("A=B", "1", null), new EnvVar("", "2", null)));

    assertThat(LocalLimits.refused(spec))
        .containsExactly(
            "spec.template.spec.containers[0].name: required",
            "spec.template.spec.containers[0].env[0].name: can't name a variable: \"A=B\"",
            "spec.template.spec.containers[0].env[1].name: can't name a variable: \"\"",
            "spec.processes[0].env[0].value: has a NUL character");
  }

  @Test
  void suspended_isRefusedSinceNothingWouldRun() {
    assertThat(refused("{replicas: 1, suspend: true}"))
        .singleElement()
        .asString()
        .startsWith("spec.suspend: ");
    assertThat(refused("{replicas: 1, suspend: true, terminate: true}")).isEmpty();
  }

  @Test
  void anotherPoolsChannel_isRefusedSinceThereIsNoOtherPool() {
    assertThat(refused("{replicas: 1, channel: {ref: consumers}}"))
        .singleElement()
        .asString()
        .startsWith("spec.channel.ref: ");
    assertThat(refused("{replicas: 1, channel: {queues: [{name: tasks}]}}")).isEmpty();
  }

  @Test
  void ignored_limitsOfACluster_areNamed() {
    var spec = Fixtures.pool("{lostAfterSeconds: 1, ttlSecondsAfterFinished: 1}").getSpec();
    assertThat(LocalLimits.ignored(spec))
        .containsExactly("lostAfterSeconds", "ttlSecondsAfterFinished");
  }

  private static List<String> ignored(String template) {
    return LocalLimits.ignored(YamlDocuments.read("template", template).get(0));
  }
}
