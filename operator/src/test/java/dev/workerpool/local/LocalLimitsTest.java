package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static List<String> ignored(String template) {
    return LocalLimits.ignored(YamlDocuments.read("template", template).get(0));
  }
}
