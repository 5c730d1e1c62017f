package dev.workerpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The chart lints, its rendered forms are current, and its roles hold no more than they say. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "helm's library is there for this platform only")
class ChartTest {
  private static final String CRD = "workerpools.workerpool.dev-v1.yml";
  private static final Map<String, Object> DEFAULTS = Map.of();
  private static final Map<String, Object> NAMESPACED =
      Map.of("namespaces[0]", "red", "namespaces[1]", "blue");

  @Test
  void chart_lintsStrictly() {
    LintResult result = Chart.helm().lint().strict().call();
    assertThat(result.isFailed()).as(() -> result.getMessages().toString()).isFalse();
  }

  @Test
  void chartsCrd_isTheCommittedOne() {
    assertThat(Chart.read("deploy/helm/workerpool/files/" + CRD))
        .as("run .ci/render")
        .isEqualTo(Chart.read("crds/" + CRD));
  }

  @Test
  void installYaml_isTheChartWithItsDefaults() {
    List<JsonNode> installed = Chart.objects(Chart.read("deploy/install.yaml"));
    assertThat(Chart.title(installed.get(0))).isEqualTo("Namespace/" + Chart.NAMESPACE);
    assertThat(installed.subList(1, installed.size()))
        .as("run .ci/render")
        .containsExactlyInAnyOrderElementsOf(
            Chart.render(DEFAULTS).stream().filter(o -> !isHook(o)).toList());
  }

  @Test
  void values_areChecked() {
    assertThatThrownBy(() -> Chart.render(Map.of("relay.replicas", 0)))
        .hasMessageContaining("replicas");
    assertThatThrownBy(() -> Chart.render(Map.of("relay.replcas", 2)))
        .hasMessageContaining("replcas");
  }

  @Test
  void roles_haveNoWildcard() {
    for (Map<String, Object> values : List.of(DEFAULTS, NAMESPACED)) {
      List<JsonNode> roles = Chart.render(values).stream().filter(ChartTest::isRole).toList();
      assertThat(roles).isNotEmpty();
      assertThat(roles)
          .allSatisfy(role -> assertThat(role.at("/rules").toString()).doesNotContain("*"));
    }
  }

  /** A stray dash makes an empty rule, which helm renders and the server refuses. */
  @Test
  void roles_haveNoEmptyRule() {
    assertThat(Chart.render(DEFAULTS).stream().filter(ChartTest::isRole))
        .flatMap(role -> list(role.at("/rules")).toList())
        .allSatisfy(rule -> assertThat(rule.path("verbs")).isNotEmpty());
  }

  @Test
  void namespacedInstall_mayOnlyAskForReviewsClusterWide() {
    List<JsonNode> objects = Chart.render(NAMESPACED);
    List<String> bound =
        of(objects, "ClusterRoleBinding").map(b -> b.at("/roleRef/name").asText()).toList();
    List<JsonNode> rights =
        of(objects, "ClusterRole")
            .filter(role -> bound.contains(role.at("/metadata/name").asText()))
            .flatMap(role -> list(role.at("/rules")))
            .toList();
    assertThat(rights)
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.at("/resources/0").asText()).isEqualTo("tokenreviews");
              assertThat(rule.at("/verbs").toString()).isEqualTo("[\"create\"]");
            });
    assertThat(of(objects, "Role").map(r -> r.at("/metadata/namespace").asText()))
        .contains("red", "blue")
        .containsOnly("red", "blue", Chart.NAMESPACE);
  }

  @Test
  void pods_passPodSecurityRestricted() {
    List<JsonNode> pods =
        Chart.render(DEFAULTS).stream().map(o -> o.at("/spec/template/spec")).toList();
    assertThat(pods).filteredOn(JsonNode::isObject).hasSizeGreaterThanOrEqualTo(2);
    for (JsonNode pod : pods) {
      if (pod.isObject()) {
        assertThat(RestrictedPod.violations(pod)).isEmpty();
      }
    }
  }

  /** Else a second apply writes again, and one by the server itself is a conflict. */
  @Test
  void objects_sayWhatTheServerWouldFillInOrDrop() {
    List<JsonNode> objects = Chart.render(DEFAULTS);
    assertThat(of(objects, "Deployment").flatMap(object -> object.findValues("fieldRef").stream()))
        .isNotEmpty()
        .allSatisfy(field -> assertThat(field.path("apiVersion").asText()).isEqualTo("v1"));
    assertThat(of(objects, "Deployment").flatMap(object -> object.findValues("env").stream()))
        .flatMap(env -> list(env).toList())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(variable.path("value").asText("-")).isNotEmpty());
    assertThat(of(objects, "ValidatingAdmissionPolicy").map(p -> p.at("/spec/matchConstraints")))
        .isNotEmpty()
        .allSatisfy(
            match -> {
              assertThat(match.fieldNames())
                  .toIterable()
                  .contains("matchPolicy", "namespaceSelector", "objectSelector");
              assertThat(match.at("/resourceRules/0/scope").asText()).isEqualTo("*");
            });
  }

  private static boolean isHook(JsonNode object) {
    return object.at("/metadata/annotations").has("helm.sh/hook");
  }

  private static boolean isRole(JsonNode object) {
    return object.path("kind").asText().endsWith("Role");
  }

  private static Stream<JsonNode> of(List<JsonNode> objects, String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
