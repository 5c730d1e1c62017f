package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import dev.workerpool.api.WorkerPool;
import dev.workerpool.process.ProcessState.Stopped;
import dev.workerpool.process.ProcessStates;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerPodsTest {
  private static final PodSettings SETTINGS =
      new PodSettings("http://relay", "workerpool.dev/init:0.1.0", "IfNotPresent");

  private static Pod render(WorkerPool pool, String key, int attempt) {
    return new WorkerPods(SETTINGS).render(pool, new PodAction.Create(key, attempt));
  }

  private static Container worker(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  private static String env(Pod pod, String name) {
    return worker(pod).getEnv().stream()
        .filter(e -> e.getName().equals(name))
        .map(EnvVar::getValue)
        .reduce((a, b) -> a + " and " + b)
        .orElse(null);
  }

  @Test
  void render_labelsOwnsAndHoldsThePod() {
    var meta = render(Fixtures.pool("replicas: 1"), "1", 2).getMetadata();

    assertThat(meta.getName()).isEqualTo("consumers-3fa9c-1-2");
    assertThat(meta.getLabels())
        .containsEntry(Labels.POOL, "consumers")
        .containsEntry(Labels.POOL_UID, Fixtures.UID)
        .containsEntry(Labels.KEY, "1")
        .containsEntry(Labels.ATTEMPT, "2")
        .containsEntry(Labels.CHANNEL, "consumers");
    assertThat(meta.getAnnotations()).containsEntry(Labels.PROCESS_NAME, "Process-1");
    assertThat(meta.getFinalizers()).containsExactly(Labels.FINALIZER);
    assertThat(meta.getOwnerReferences())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.getUid()).isEqualTo(Fixtures.UID);
              assertThat(o.getController()).isTrue();
            });
  }

  @Test
  void render_putsTheShimBeforeTheCommand() {
    var pod = render(Fixtures.pool("replicas: 1"), "1", 0);

    assertThat(worker(pod).getCommand()).containsExactly("/workerpool/init", "--", "sh", "-c");
    assertThat(worker(pod).getArgs()).containsExactly("exit 0");
    var init = pod.getSpec().getInitContainers().get(0);
    assertThat(init.getImage()).isEqualTo("workerpool.dev/init:0.1.0");
    assertThat(init.getCommand()).containsExactly("/init", "--install", "/workerpool");
    assertThat(pod.getSpec().getVolumes())
        .extracting("name")
        .containsExactly("workerpool-token", "workerpool-init");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
  }

  @Test
  void render_withShimImage_addsNoInitContainer() {
    var pod = render(Fixtures.pool("{replicas: 1, shim: Image}"), "1", 0);

    assertThat(worker(pod).getCommand()).startsWith("/workerpool/init", "--");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
  }

  @Test
  void render_withoutShim_leavesTheCommandAlone() {
    var pod = render(Fixtures.pool("{replicas: 1, shim: None}"), "1", 0);

    assertThat(worker(pod).getCommand()).containsExactly("sh", "-c");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
  }

  @Test
  void render_namedProcess_overridesCommandArgsAndEnv() {
    var pool =
        Fixtures.pool(
            """
            processes:
            - {name: my service, command: [java], env: [{name: A, value: own}]}
            - {name: only args, args: [x]}
            """);
    worker(pool).setEnv(List.of(new EnvVar("A", "template", null), new EnvVar("B", "b", null)));

    var own = render(pool, "my-service", 0);
    assertThat(worker(own).getCommand()).containsExactly("/workerpool/init", "--", "java");
    assertThat(worker(own).getArgs()).isEmpty();
    assertThat(env(own, "A")).isEqualTo("own");
    assertThat(env(own, "B")).isEqualTo("b");
    assertThat(worker(render(pool, "only-args", 0)).getArgs()).containsExactly("x");
  }

  @Test
  void render_setsContractEnvironmentWhichNobodyOverrides() {
    var pool =
        Fixtures.pool("processes: [{name: pay $(ME), env: [{name: WORKERPOOL_KEY, value: z}]}]");
    var pod = render(pool, "pay-me", 3);

    assertThat(env(pod, "WORKERPOOL_URL")).isEqualTo("http://relay");
    assertThat(env(pod, "WORKERPOOL_CHANNEL")).isEqualTo("consumers");
    assertThat(env(pod, "WORKERPOOL_NAMESPACE")).isEqualTo("default");
    assertThat(env(pod, "WORKERPOOL_POOL")).isEqualTo("consumers");
    assertThat(env(pod, "WORKERPOOL_PROCESS")).isEqualTo("pay $$(ME)");
    assertThat(env(pod, "WORKERPOOL_KEY")).isEqualTo("pay-me");
    assertThat(env(pod, "WORKERPOOL_ATTEMPT")).isEqualTo("3");
    assertThat(env(pod, "WORKERPOOL_DAEMON")).isEqualTo("false");
    assertThat(env(pod, "WORKERPOOL_TOKEN_FILE"))
        .isEqualTo("/var/run/secrets/workerpool.dev/token");
  }

  @Test
  void render_initContainerRunsAsTheWorkerDoes() {
    var pool = Fixtures.pool("replicas: 1");
    pool.getSpec()
        .template()
        .getSpec()
        .setContainers(
            Serialization.unmarshal(
                    """
                    spec:
                      containers:
                      - {name: side, image: x}
                      - name: worker
                        image: y
                        command: [z]
                        securityContext: {runAsNonRoot: true}
                        resources: {limits: {cpu: 1, nvidia.com/gpu: 1}}
                    """,
                    Pod.class)
                .getSpec()
                .getContainers());
    var pod = render(pool, "1", 0);

    var init = pod.getSpec().getInitContainers().get(0);
    assertThat(init.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(init.getResources().getLimits()).containsOnlyKeys("cpu");
    assertThat(worker(pod).getCommand()).isEmpty();
    assertThat(pod.getSpec().getContainers().get(1).getCommand())
        .containsExactly("/workerpool/init", "--", "z");
  }

  @Test
  void names_areDeterministicAndFit() {
    var longest = "p".repeat(50);
    var name = PodNames.of(longest, Fixtures.UID, "k".repeat(63), 999_999);

    assertThat(name).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    assertThat(PodNames.of(longest, Fixtures.UID, "k".repeat(62) + "a", 0))
        .isNotEqualTo(PodNames.of(longest, Fixtures.UID, "k".repeat(62) + "b", 0));
  }

  private static Container worker(WorkerPool pool) {
    return pool.getSpec().template().getSpec().getContainers().get(0);
  }

  @Test
  void container_isFoundAgainBehindOneThatAnotherHasPutBeforeIt() {
    var pool = Fixtures.pool("replicas: 1");
    pool.getSpec().template().getSpec().getContainers().get(0).setName("main");
    var proxied =
        new PodBuilder(render(pool, "1", 0))
            .editSpec()
            .addToContainers(0, new ContainerBuilder().withName("proxy").build())
            .endSpec()
            .withStatus(
                Serialization.unmarshal(
                    """
                    phase: Running
                    containerStatuses:
                    - {name: proxy, state: {running: {}}}
                    - {name: main, state: {terminated: {exitCode: 3}}}
                    """,
                    PodStatus.class))
            .build();

    assertThat(ProcessStates.of(proxied))
        .isInstanceOfSatisfying(Stopped.class, s -> assertThat(s.exit().code()).isEqualTo(3));
  }

  /** Else kubectl's logs and exec name all containers each time, or take one that isn't it. */
  @Test
  void render_tellsKubectlTheContainer_unlessTheTemplateDoes() {
    String annotation = "kubectl.kubernetes.io/default-container";
    var pool = Fixtures.pool("replicas: 1");
    pool.getSpec()
        .template()
        .getSpec()
        .getContainers()
        .add(0, new ContainerBuilder().withName("side").build());
    assertThat(render(pool, "1", 0).getMetadata().getAnnotations())
        .containsEntry(annotation, "worker");

    pool.getSpec()
        .template()
        .setMetadata(new ObjectMetaBuilder().addToAnnotations(annotation, "side").build());
    assertThat(render(pool, "1", 0).getMetadata().getAnnotations())
        .containsEntry(annotation, "side");
  }
}
