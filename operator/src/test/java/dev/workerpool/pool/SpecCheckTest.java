package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerRestartRule;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecCheckTest {

  @Test
  void faults_ofAGoodSpec_areNone() {
    assertThat(SpecCheck.faults(Fixtures.pool("{replicas: 2, processes: [{name: a}]}").getSpec()))
        .isEmpty();
  }

  @Test
  void faults_nameTheFieldOfAMissingCommand() {
    var pool = Fixtures.pool("{replicas: 2}");
    pool.getSpec().template().getSpec().getContainers().get(0).setCommand(List.of());

    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly("spec.template.spec.containers[0].command: required with shim: Inject");
  }

  @Test
  void faults_namesThatReadAlikeOrHaveNoLetter() {
    var pool = Fixtures.pool("processes: [{name: a b}, {name: A_B}, {name: '7'}]");

    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly(
            "spec.processes[1].name: reads as a-b, as does processes[0]",
            "spec.processes[2].name: needs a letter from a to z");
  }

  @Test
  void faults_restartPolicyOfTheTemplate() {
    var pool = Fixtures.pool("{replicas: 2}");
    pool.getSpec().template().getSpec().setRestartPolicy("Always");

    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly(
            "spec.template.spec.restartPolicy: leave it out; spec.restartPolicy decides");
  }

  @Test
  void faults_restartsOfTheWorkersContainer_butNotOfOthers() {
    var pool = Fixtures.pool("{replicas: 2}");
    var containers = pool.getSpec().template().getSpec().getContainers();
    containers.add(0, new ContainerBuilder().withName("side").withRestartPolicy("Always").build());
    assertThat(SpecCheck.faults(pool.getSpec())).isEmpty();

    containers.get(1).setRestartPolicy("OnFailure");
    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly(
            "spec.template.spec.containers[1].restartPolicy: leave it out; spec.restartPolicy"
                + " decides");

    containers.get(1).setRestartPolicy(null);
    containers.get(1).setRestartPolicyRules(List.of(new ContainerRestartRule()));
    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly(
            "spec.template.spec.containers[1].restartPolicyRules: leave it out; spec.restartPolicy"
                + " decides");
  }

  @Test
  void faults_namesAndPathsThatAreAddedToThePod() {
    var pool = Fixtures.pool("{replicas: 2}");
    var spec = pool.getSpec().template().getSpec();
    spec.setVolumes(List.of(volume("data"), volume("workerpool-init"), volume("workerpool-token")));
    spec.setInitContainers(List.of(new ContainerBuilder().withName("workerpool-init").build()));
    spec.getContainers().get(0).setVolumeMounts(List.of(mount("/data"), mount("/workerpool")));
    spec.getContainers().add(new ContainerBuilder().withName("workerpool-init").build());

    String why = " is what the operator adds itself; take another";
    assertThat(SpecCheck.faults(pool.getSpec()))
        .containsExactly(
            "spec.template.spec.volumes[1].name: workerpool-init" + why,
            "spec.template.spec.volumes[2].name: workerpool-token" + why,
            "spec.template.spec.containers[1].name: workerpool-init" + why,
            "spec.template.spec.initContainers[0].name: workerpool-init" + why,
            "spec.template.spec.containers[0].volumeMounts[1].mountPath: /workerpool" + why);
  }

  @Test
  void faults_ofWhatIsNotAddedWithoutAShim_areNone() {
    var pool = Fixtures.pool("{replicas: 2, shim: None}");
    var spec = pool.getSpec().template().getSpec();
    spec.setVolumes(List.of(volume("workerpool-init")));
    spec.getContainers().get(0).setVolumeMounts(List.of(mount("/workerpool")));

    assertThat(SpecCheck.faults(pool.getSpec())).isEmpty();
  }

  private static Volume volume(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  private static VolumeMount mount(String path) {
    return new VolumeMountBuilder().withName("data").withMountPath(path).build();
  }
}
