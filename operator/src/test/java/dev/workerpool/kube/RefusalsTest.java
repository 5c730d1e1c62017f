package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.pool.CreateOutcome;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static CreateOutcome of(int code, String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return Refusals.of(new KubernetesClientException(status));
  }

  private static String reason(int code, String message) {
    return ((CreateOutcome.Refused) of(code, message)).reason();
  }

  @Test
  void forbidden_saysWhoForbids() {
    assertThat(reason(403, "pods \"p\" is forbidden: exceeded quota: q, requested: pods=1"))
        .isEqualTo("QuotaExceeded");
    assertThat(reason(403, "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\""))
        .isEqualTo("PodSecurityRefused");
    assertThat(reason(403, "denied by policy")).isEqualTo("PodRefused");
  }

  @Test
  void invalid_isTheTemplates_inTheServersWordsAndWithANextStep() {
    assertThat(of(422, "Pod \"p\" is invalid: spec.volumes"))
        .isEqualTo(
            new CreateOutcome.Refused(
                "TemplateRefused", "Pod \"p\" is invalid: spec.volumes. Change spec.template."));
  }

  @Test
  void endlessRefusal_isCut_andItsNextStepIsThere() {
    var refused = (CreateOutcome.Refused) of(403, "denied: " + "\uD83D\uDE48".repeat(50_000));
    assertThat(refused.message())
        .hasSizeLessThan(5_000)
        .contains("\uD83D\uDE48…. Change spec.template");
  }

  @Test
  void terminatingOrMissingNamespace_isNoFaultOfThePool() {
    var status =
        new StatusBuilder()
            .withCode(403)
            .withMessage("forbidden")
            .withNewDetails()
            .addNewCause("namespace", "is being terminated", "NamespaceTerminating")
            .endDetails()
            .build();

    assertThat(Refusals.of(new KubernetesClientException(status)))
        .isEqualTo(new CreateOutcome.NamespaceGoing());
    assertThat(of(404, "namespaces \"n\" not found")).isEqualTo(new CreateOutcome.NamespaceGoing());
  }

  @Test
  void serverTrouble_leavesItUnsure() {
    assertThat(of(500, "etcd")).isInstanceOf(CreateOutcome.Unsure.class);
    assertThat(of(429, "slow down")).isInstanceOf(CreateOutcome.Unsure.class);
  }

  @Test
  void conflictOfAQuota_isNotAnExistingPod() {
    var quota =
        new StatusBuilder()
            .withCode(409)
            .withReason("Conflict")
            .withMessage("Operation cannot be fulfilled on resourcequotas \"q\"")
            .build();
    var exists =
        new StatusBuilder().withCode(409).withReason("AlreadyExists").withMessage("x").build();

    assertThat(Refusals.isAlreadyExists(new KubernetesClientException(quota))).isFalse();
    assertThat(Refusals.isAlreadyExists(new KubernetesClientException(exists))).isTrue();
  }
}
